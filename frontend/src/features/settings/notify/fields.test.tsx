import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';

import { open } from '../../../testing/render';

it('a time that is kept by Enter leaves the focus where it is', async () => {
  const fake = open('#/settings');
  const from = await screen.findByLabelText<HTMLInputElement>('Quiet hours');
  from.focus();
  fireEvent.change(from, { target: { value: '18' } });
  fireEvent.keyDown(from, { key: 'Enter' });
  await waitFor(() => expect(fake.calls).toContain('Settings.Set'));
  await act(() => new Promise((kept) => setTimeout(kept)));
  expect(screen.getByLabelText<HTMLInputElement>('Quiet hours').value).toBe('18:00');
  expect(screen.getByLabelText('Quiet hours')).toBe(document.activeElement);
});

it('a setting that is changed elsewhere is not put back by who only looks at it', async () => {
  const fake = open('#/settings');
  const grace = await screen.findByLabelText<HTMLInputElement>('Renewal grace');
  expect(grace.title).toBe('days');
  await act(() => window.go?.bridge.Settings?.Set?.('renewal_grace_days', '45'));
  await waitFor(() => expect(grace.value).toBe('45'));
  const before = fake.calls.filter((one) => one === 'Settings.Set').length;
  grace.focus();
  fireEvent.blur(grace);
  expect(fake.calls.filter((one) => one === 'Settings.Set')).toHaveLength(before);
});

it('forgets the key of a removed webhook also where it is not known yet whether there is one', async () => {
  const fake = open('#/settings');
  const settings = window.go?.bridge.Settings;
  if (!settings) throw new Error('no program');
  settings.HasSecret = () => new Promise(() => {});
  await act(() => settings.Set?.('webhooks', '[{"name":"ops","url":"https://ops.example"}]'));
  fireEvent.click(await screen.findByRole('button', { name: 'Remove the webhook ops' }));
  await waitFor(() => expect(fake.calls).toContain('Settings.SetSecret'));
});

it('the form of terms gives the focus back when it is left', async () => {
  open('#/settings');
  const add = await screen.findByRole('button', { name: 'Add terms' });
  fireEvent.click(add);
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add terms' })));
});

it('says that the key of a removed webhook is still in the keyring', async () => {
  open('#/settings');
  const section = await screen.findByRole('region', { name: 'Webhooks' });
  fireEvent.change(within(section).getByLabelText('Name'), { target: { value: 'ops' } });
  fireEvent.change(within(section).getByLabelText('Address'), { target: { value: 'https://ops.example' } });
  fireEvent.click(within(section).getByRole('button', { name: 'Add webhook' }));
  const remove = await within(section).findByRole('button', { name: 'Remove the webhook ops' });
  fireEvent.change(within(section).getByLabelText('ops'), { target: { value: 'quite secret' } });
  fireEvent.click(within(section).getByRole('button', { name: /^Keep: / }));
  await within(section).findByRole('button', { name: 'Remove from the keyring' });
  const settings = window.go?.bridge.Settings;
  if (settings)
    settings.SetSecret = () => Promise.reject(new Error('{"code":"busy","message":"The keyring is locked."}'));
  fireEvent.click(remove);
  expect(await screen.findByText('The keyring is locked.')).toBeTruthy();
});
