import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { open } from '../../testing/render';

const press = (key: string) => fireEvent.keyDown(document.documentElement, { key, code: `Key${key.toUpperCase()}` });
const counted = (name: string) =>
  Number(screen.getByRole('tab', { name: new RegExp(`^${name}`) }).textContent?.replace(/\D/g, ''));

describe('the notification centre', () => {
  it('groups what is open by what to do first, with their numbers', async () => {
    open('#/inbox');
    const list = await screen.findByRole('region', { name: 'Notifications' });
    const headings = within(list).getAllByRole('heading', { level: 2 });
    expect(headings.map((one) => one.textContent?.replace(/ \d+$/, ''))).toEqual(['Act now', 'Act soon', 'Later']);
    const total = headings.reduce((sum, one) => sum + Number(one.textContent?.match(/\d+$/)?.[0]), 0);
    expect(total).toBe(counted('Open'));
  });

  it('says why, and what happened', async () => {
    open('#/inbox');
    const pane = await screen.findByRole('article');
    expect(await within(pane).findByText('Why this fired')).toBeTruthy();
    expect(await within(pane).findByText('Fired.')).toBeTruthy();
    expect(await within(pane).findByText('Can still be done')).toBeTruthy();
  });

  it('links to the rule as long as there is one', async () => {
    open('#/inbox/100');
    const pane = await screen.findByRole('article');
    expect(await within(pane).findByRole('link', { name: 'Ends within 30 days' })).toBeTruthy();
    expect(within(pane).getByRole('link', { name: /^Every step/ })).toBeTruthy();
  });

  it('names a removed rule without a link to what is not there', async () => {
    open('#/inbox/100');
    const inbox = window.go?.bridge.Inbox;
    const asked = inbox?.Item;
    if (!inbox || !asked) throw new Error('no program');
    inbox.Item = async (...args) =>
      JSON.stringify({
        ...JSON.parse(String(await asked(...args))),
        ruleRemoved: true,
        entitlement: '',
        accountKey: '',
      });
    const pane = await screen.findByRole('article');
    expect(await within(pane).findByText(/Ends within 30 days/)).toBeTruthy();
    expect(within(pane).queryByRole('link', { name: /Ends within 30 days|^Every step/ })).toBeNull();
    expect(within(pane).queryByRole('button', { name: /^Open/ })).toBeNull();
  });

  it('opens the tab of the item an address names', async () => {
    open('#/inbox/105');
    await waitFor(() => expect(screen.getByRole('tab', { name: /^Done/ }).getAttribute('aria-selected')).toBe('true'));
  });

  it('says when an address names an item that is not there', async () => {
    open('#/inbox/999999');
    expect(await screen.findByText(/There is no notification 999999/)).toBeTruthy();
  });

  it('snoozes by the keyboard until the next import, with a reason', async () => {
    const fake = open('#/inbox');
    await screen.findByRole('article');
    const before = counted('Open');
    await screen.findByText('Fired.');
    press('s');
    fireEvent.change(await screen.findByLabelText('Reason (optional)'), { target: { value: 'waiting for the list' } });
    fireEvent.click(await screen.findByText('Until the next import'));
    await waitFor(() => expect(fake.calls).toContain('Inbox.SnoozeUntil'));
    expect(await screen.findByText('1 notification snoozed until the next import')).toBeTruthy();
    await waitFor(() => expect(counted('Open')).toBe(before - 1));
    fireEvent.click(screen.getByRole('tab', { name: /^Snoozed/ }));
    expect((await screen.findAllByText('waiting for the list')).length).toBeGreaterThan(0);
    const list = screen.getByRole('region', { name: 'Notifications' });
    expect(within(list).getByText('until the next import')).toBeTruthy();
    expect(within(list).getByText('until 27 Nov')).toBeTruthy();
  });

  it('refuses a move that is no number above 0', async () => {
    open('#/inbox');
    await screen.findByText('Fired.');
    press('s');
    const by = await screen.findByLabelText(/^Until the value moves by/);
    fireEvent.change(by, { target: { value: '-3' } });
    const form = by.closest('form');
    if (!form) throw new Error('no form');
    fireEvent.submit(form);
    expect(await screen.findByText('Type a number above 0.')).toBeTruthy();
  });

  it('deals with all that is found, not only with what is loaded', async () => {
    const fake = open('#/inbox', { items: 300 });
    await screen.findByRole('article');
    const before = counted('Open');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
    expect(await screen.findByText(`${before} selected`)).toBeTruthy();
    expect(fake.calls).toContain('Inbox.Choose');
    press('e');
    await waitFor(() => expect(counted('Open')).toBe(0));
    expect(await screen.findByText('Nothing is open. Rules write here when they fire.')).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(counted('Open')).toBe(before));
  });

  it('finds words, and says when nothing fits', async () => {
    open('#/inbox');
    const find = await screen.findByLabelText('Find in notifications');
    fireEvent.change(find, { target: { value: 'nothing of the kind' } });
    expect(await screen.findByText('No notification fits these filters.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Clear the filters' }));
    await waitFor(() => expect(counted('Open')).toBeGreaterThan(0));
    expect((screen.getByLabelText('Find in notifications') as HTMLInputElement).value).toBe('');
  });

  it('draws only what is in sight of thousands, and goes to one of them by its address', async () => {
    const fake = open('#/inbox/12345', { items: 5000 });
    const list = await screen.findByRole('region', { name: 'Notifications' });
    await waitFor(() => expect(counted('Open')).toBeGreaterThan(4900));
    expect(within(list).getAllByRole('checkbox').length).toBeLessThan(60);
    const pane = await screen.findByRole('article');
    expect(pane.getAttribute('aria-label')).toMatch(/ 2345$/);
    expect(fake.calls.filter((call) => call === 'Inbox.Find').length).toBeLessThan(8);
    press('j');
    await waitFor(() => expect(window.location.hash).not.toContain('12345'));
  });
});
