import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { open } from '../../testing/render';

// What draws, and what measures text, needs a browser.
vi.mock('../../components/chart/Drawn', () => ({ Drawn: () => null }));
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

const button = (name: string | RegExp) => screen.findByRole('button', { name });

it('lists rules with what they say and what became of them', async () => {
  open('#/rules');
  const row = await screen.findByRole('row', { name: /Ends within 30 days/ });
  expect(within(row).getByText('Tells when an end is within 30 days.')).toBeTruthy();
  expect(within(row).getByRole('link', { name: '7 firing' })).toBeTruthy();
  const late = screen.getByRole('row', { name: /Consumption at or above/ });
  expect(within(late).getByText('FlexNet is 19 days late.')).toBeTruthy();
  expect(within(late).getByText('No data')).toBeTruthy();
});

it('adds a simple rule with two clicks and a number', async () => {
  const fake = open('#/rules');
  fireEvent.click(await screen.findByRole('link', { name: 'Add rule' }));
  const form = await screen.findByRole('form', { name: 'Something ends soon' });
  fireEvent.change(within(form).getByLabelText('Days before the end'), { target: { value: '45' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Add rule' }));
  await screen.findByRole('row', { name: /Ends within 45 days/ });
  expect(fake.calls).toContain('Rules.SetState');
});

it('says why a simple rule cannot be added yet', async () => {
  open('#/rule/new');
  const form = await screen.findByRole('form', { name: 'Usage gets high' });
  fireEvent.change(within(form).getByLabelText('Clears at'), { target: { value: '95%' } });
  expect(within(form).getByText(/clear level must not be above/)).toBeTruthy();
  expect(within(form).getByRole('button', { name: 'Add rule' })).toHaveProperty('disabled', true);
});

it('keeps a new rule as a draft once it is changed, and takes steps back', async () => {
  const fake = open('#/rule/new?template=overage');
  const value = await screen.findByLabelText('Fires at');
  expect(fake.calls).not.toContain('Rules.Save');
  fireEvent.change(value, { target: { value: '90%' } });
  await screen.findByText(/Draft saved/);
  await waitFor(() => expect(window.location.hash).toMatch(/^#\/rule\/\d+$/));
  expect((screen.getByLabelText('Fires at') as HTMLInputElement).value).toBe('90%');
  fireEvent.click(await button('Undo: condition'));
  await waitFor(() => expect((screen.getByLabelText('Fires at') as HTMLInputElement).value).toBe('100%'));
  fireEvent.click(await button('Redo: condition'));
  await waitFor(() => expect((screen.getByLabelText('Fires at') as HTMLInputElement).value).toBe('90%'));
});

it('activates a rule after a question, and not before', async () => {
  const fake = open('#/rule/2');
  await screen.findByText('Tells when deployment_rate reaches 1.');
  fireEvent.click(await button('Activate'));
  const dialog = await screen.findByRole('dialog', { name: /Activate the rule “Consumption/ });
  expect(fake.calls).not.toContain('Rules.SetState');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Activate' }));
  await button('Pause');
});

it('lets the changes of an active rule wait until they are applied', async () => {
  const fake = open('#/rule/1');
  fireEvent.change(await screen.findByLabelText('Trigger window'), { target: { value: '60' } });
  await screen.findByText(/not in force yet/);
  expect(fake.calls).not.toContain('Rules.Save');
  fireEvent.click(await button('Apply changes'));
  const dialog = await screen.findByRole('dialog', { name: /Apply the changes/ });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Apply changes' }));
  await waitFor(() => expect(fake.calls).toContain('Rules.Save'));
});

it('rehearses a rule and makes it quieter with one click', async () => {
  open('#/rule/2');
  const rehearsal = await screen.findByRole('region', { name: 'Rehearsal' });
  expect(await within(rehearsal).findByText('19 imports replayed in 0.3 s')).toBeTruthy();
  expect(within(rehearsal).getByText('Within the weekly budget of 5')).toBeTruthy();
  fireEvent.click(within(rehearsal).getByRole('button', { name: 'Use 92%' }));
  expect((screen.getByLabelText('Clears at') as HTMLInputElement).value).toBe('92%');
  await waitFor(() => expect(within(rehearsal).queryByRole('button', { name: 'Use 92%' })).toBeNull());
});

it('says why an instance did not fire', async () => {
  open('#/rule/2');
  fireEvent.click(await button('Bergmann & Söhne, Flow Simulation'));
  const dialog = await screen.findByRole('dialog', { name: 'Why: Bergmann & Söhne, Flow Simulation' });
  expect(await within(dialog).findByText(/has not held often enough/)).toBeTruthy();
  // The comparison says the value, once.
  expect(within(dialog).getByText('Deployment rate = 100.0% ≥ 100.0%')).toBeTruthy();
});

it('logs what happened to rules, and finds in it', async () => {
  open('#/rules/activity');
  await screen.findByText('Checked 3 times');
  expect(screen.getByText(/Not delivered: E-mail/)).toBeTruthy();
  fireEvent.click(screen.getByLabelText('Firings'));
  await waitFor(() => expect(screen.queryByText('Checked 3 times')).toBeNull());
  expect(screen.getByRole('link', { name: 'Valtrompia, Suite Pro' })).toBeTruthy();
  fireEvent.click(screen.getByLabelText('Firings'));
  fireEvent.change(screen.getByPlaceholderText('Find in the log'), { target: { value: 'login' } });
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2));
});

it('points at an account that nobody goes by, and puts the nearest name in its place', async () => {
  open('#/rules');
  const row = await screen.findByRole('row', { name: /Every Monday/ });
  const says = 'No account is called “Valtrompa”.';
  expect(within(row).getByText(`${says} Did you mean “Valtrompia”?`)).toBeTruthy();
  // Control: what names nobody is not pointed at.
  const plain = screen.getByRole('row', { name: /Ends within 30 days/ });
  expect(within(plain).queryByText(/No account is called/)).toBeNull();
  fireEvent.click(within(row).getByRole('link', { name: 'Every Monday' }));
  await screen.findByText(says);
  fireEvent.click(await button('Use “Valtrompia”'));
  await waitFor(() => expect(screen.queryByText(says)).toBeNull());
  expect(screen.getAllByText('Valtrompia').length).toBeGreaterThan(0);
});
