import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';

import { open } from '../../../testing/render';
import { keepingIn } from '../model/keep';

// What draws, and what measures text, needs a browser.
vi.mock('../../../components/chart/Drawn', () => ({ Drawn: () => null }));
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

beforeEach(() => localStorage.clear());

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name);
const type = async (name: string, value: string) => fireEvent.change(await field(name), { target: { value } });
const go = (hash: string) => {
  window.location.hash = hash;
};

/** refusing lets the program refuse to keep a rule as long as it is not told otherwise. */
function refusing() {
  const rules = window.go?.bridge.Rules;
  const save = rules?.Save;
  if (!rules || !save) throw new Error('no program');
  let refuses = true;
  rules.Save = (...args) =>
    refuses ? Promise.reject(new Error(JSON.stringify({ code: 'invalid', message: 'Not like this.' }))) : save(...args);
  return () => {
    refuses = false;
  };
}

it('does not bring who left a new rule back to it once it is kept', async () => {
  const fake = open('#/rule/new?template=overage');
  await type('Fires at', '90%');
  go('#/rules');
  await waitFor(() => expect(fake.calls).toContain('Rules.Save'));
  await screen.findByRole('link', { name: 'Potential overage' });
  expect(window.location.hash).toBe('#/rules');
});

it('forgets changes of an active rule that were taken back', async () => {
  open('#/rule/1');
  await type('Trigger window', '60');
  await screen.findByText(/not in force yet/);
  fireEvent.click(await button(/^Undo: /));
  await waitFor(() => expect(screen.queryByText(/not in force yet/)).toBeNull());
  go('#/rules');
  await screen.findByRole('row', { name: /Ends within 30 days/ });
  go('#/rule/1');
  expect((await field('Trigger window')).value).toBe('30');
});

it('lets changes that were refused be applied again, or thrown away', async () => {
  open('#/rule/1');
  await type('Trigger window', '60');
  const accept = refusing();
  fireEvent.click(await button('Apply changes'));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Apply changes' }));
  expect((await screen.findAllByText(/Not like this/)).length).toBeGreaterThan(0);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await button('Discard changes');
  accept();
  fireEvent.click(await button('Apply changes'));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Apply changes' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Discard changes' })).toBeNull());
});

it('pauses an active rule whatever its changes are like, and keeps them afterwards', async () => {
  const fake = open('#/rule/1');
  await type('Trigger window', '60');
  await screen.findByText(/not in force yet/);
  const accept = refusing();
  fireEvent.click(await button('Pause'));
  await button('Activate');
  expect(fake.calls).not.toContain('Rules.Save');
  accept();
  await waitFor(() => expect(fake.calls).toContain('Rules.Save'));
  expect(fake.calls.indexOf('Rules.SetState')).toBeLessThan(fake.calls.indexOf('Rules.Save'));
});

it('restores an earlier version of an active rule without putting its changes into force', async () => {
  const fake = open('#/rule/1');
  await type('Trigger window', '60');
  fireEvent.click(await button('Apply changes'));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Apply changes' }));
  await screen.findByText(/^Applied/);
  await type('Trigger window', '70');
  await screen.findByText(/not in force yet/);
  refusing();
  fireEvent.click(await button('Versions'));
  const kept = await screen.findByRole('dialog', { name: 'Versions' });
  fireEvent.click(await within(kept).findByRole('button', { name: 'Restore version 1' }));
  await waitFor(() => expect(fake.calls).toContain('Rules.Restore'));
});

it('brings back what could not be kept when the page was left', async () => {
  open('#/rule/2');
  const accept = refusing();
  await type('Fires at', '90%');
  await screen.findByText(/Not like this/);
  go('#/rules');
  await screen.findByRole('row', { name: /Ends within 30 days/ });
  go('#/rule/2');
  expect((await field('Fires at')).value).toBe('90%');
  accept();
  await type('Fires at', '91%');
  await screen.findByText(/Draft saved/);
});

it('knows what was changed in one store from what was changed in another', () => {
  const rule = { name: 'Mine', watch: 'all' as const, condition: { kind: 'ends_within' as const, days: 30 } };
  const here = keepingIn('/home/person/headroom.db');
  here.keep(1, rule, '2026-11-20T08:00:00Z');
  expect(here.kept(1)?.rule).toEqual(rule);
  expect(keepingIn('/home/person/other.db').kept(1)).toBeNull();
  here.drop(1);
  expect(here.kept(1)).toBeNull();
});
