import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { toShortTime } from '../../../lib/clock';
import { open } from '../../../testing/render';
import { readWebhooks, webhookFault } from './settings';

describe('a time of day', () => {
  it.each([
    ['8', '08:00'],
    ['830', '08:30'],
    ['0830', '08:30'],
    ['18.30', '18:30'],
    ['8:5', null],
    ['24:00', null],
    ['23:59', '23:59'],
    ['noon', null],
    ['', null],
  ])('is read from %s', (typed, text) => expect(toShortTime(typed)).toBe(text));
});

describe('webhooks', () => {
  const known = [{ name: 'ops', url: 'https://ops.example/hook' }];

  it('are read from the setting, and are none where it is damaged', () => {
    expect(readWebhooks(JSON.stringify([...known, { name: 1 }]))).toEqual(known);
    expect(readWebhooks('[{')).toEqual([]);
    expect(readWebhooks('')).toEqual([]);
  });

  it.each([
    [{ name: 'team-2', url: 'https://a.example' }, null],
    [{ name: 'Team', url: 'https://a.example' }, 'name'],
    [{ name: '<b>', url: 'https://a.example' }, 'name'],
    [{ name: 'ops', url: 'https://a.example' }, 'taken'],
    [{ name: 'b', url: 'http://a.example' }, 'url'],
    [{ name: 'b', url: 'javascript:alert(1)' }, 'url'],
  ])('%o is checked before it is kept', (hook, fault) => expect(webhookFault(hook, known)).toBe(fault));
});

describe('the settings of notifications', () => {
  it('keep the silence, as people type hours', async () => {
    open('#/settings');
    const from = await screen.findByLabelText('Quiet hours');
    fireEvent.change(from, { target: { value: '18' } });
    fireEvent.blur(from);
    await waitFor(() => expect((screen.getByLabelText('Quiet hours') as HTMLInputElement).value).toBe('18:00'));
    const until = screen.getByLabelText('Quiet hours end at');
    fireEvent.change(until, { target: { value: 'late' } });
    fireEvent.blur(until);
    expect(await screen.findByText('Type a time such as 8:30.')).toBeTruthy();
    fireEvent.change(until, { target: { value: '8' } });
    fireEvent.blur(until);
    await waitFor(() => expect((screen.getByLabelText('Quiet hours end at') as HTMLInputElement).value).toBe('08:00'));
    window.location.hash = '#/inbox';
    expect(await screen.findByText('Silence 18:00 to 08:00')).toBeTruthy();
  });

  it('give a password to the keyring and never show it again', async () => {
    open('#/settings');
    const password = (await screen.findByLabelText('Password')) as HTMLInputElement;
    fireEvent.change(password, { target: { value: 'quite secret' } });
    fireEvent.click(screen.getByRole('button', { name: 'Keep: Password' }));
    await waitFor(() => expect(password.placeholder).toBe('kept in the keyring'));
    expect(password.value).toBe('');
    fireEvent.click(screen.getByRole('button', { name: 'Remove from the keyring' }));
    await waitFor(() => expect(password.placeholder).toBe(''));
  });

  it('say which channel delivered a test, and which one did not and why', async () => {
    open('#/settings');
    fireEvent.click(await screen.findByRole('button', { name: 'Send' }));
    expect(await screen.findByText('Delivered: Desktop')).toBeTruthy();
  });

  it('ask the system for permission', async () => {
    const fake = open('#/settings');
    fireEvent.click(await screen.findByRole('button', { name: 'Ask the system' }));
    expect(await screen.findByText('Allowed')).toBeTruthy();
    expect(fake.calls).toContain('Settings.AskPermission');
  });

  it('add and remove a webhook', async () => {
    open('#/settings');
    const section = await screen.findByRole('region', { name: 'Webhooks' });
    fireEvent.change(within(section).getByLabelText('Name'), { target: { value: 'ops' } });
    fireEvent.change(within(section).getByLabelText('Address'), { target: { value: 'http://ops.example' } });
    fireEvent.click(within(section).getByRole('button', { name: 'Add webhook' }));
    expect(await within(section).findByText('The address must begin with https://.')).toBeTruthy();
    fireEvent.change(within(section).getByLabelText('Address'), { target: { value: 'https://ops.example' } });
    fireEvent.click(within(section).getByRole('button', { name: 'Add webhook' }));
    fireEvent.click(await within(section).findByRole('button', { name: 'Remove the webhook ops' }));
    await waitFor(() => expect(within(section).queryByText('https://ops.example')).toBeNull());
  });

  it('show whether the system starts Headroom, not only that it was asked to', async () => {
    open('#/settings', { loginLost: true });
    const start = (await screen.findByLabelText('Start at login')) as HTMLInputElement;
    const lost = /the system does not start this Headroom/;
    expect(await screen.findByText(lost)).toBeTruthy();
    expect(start.checked).toBe(false);
    fireEvent.click(start);
    await waitFor(() => expect(start.checked).toBe(true));
    expect(screen.queryByText(lost)).toBeNull();
  });

  it('register the check with the system', async () => {
    open('#/settings');
    const agent = (await screen.findByLabelText('Check while Headroom is not running')) as HTMLInputElement;
    fireEvent.click(agent);
    await waitFor(() => expect(agent.checked).toBe(true));
  });
});
