import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { open } from '../../testing/render';
import { draftOf, membersQuery } from './segment';

const south = {
  name: 'south',
  title: 'South',
  kind: 'account' as const,
  filter: { dimension: 'country', op: 'eq' as const, value: 'Italy' },
  size: 6,
};

describe('draftOf', () => {
  const read = (query: string) => draftOf(new URLSearchParams(query), [south]);

  it('is none without a segment in the address, or with one that is not there', () => {
    expect(read('')).toBeNull();
    expect(read('segment=north')).toBeNull();
    expect(read('segment=new')).toBeNull();
  });

  it('is a kept one by its name, or a new one of a filter', () => {
    expect(read('segment=south')).toEqual({
      name: 'south',
      title: 'South',
      kind: 'account',
      filter: south.filter,
    });
    const filter = JSON.stringify(south.filter);
    expect(read(`segment=%2B&kind=product&filter=${encodeURIComponent(filter)}`)).toEqual({
      name: '',
      title: '',
      kind: 'product',
      filter: south.filter,
    });
    expect(read('segment=%2B&kind=planet&filter={"all":3}')).toEqual({
      name: '',
      title: '',
      kind: 'account',
      filter: {},
    });
  });
});

describe('membersQuery', () => {
  it('counts each kind by its key, and everything without a filter', () => {
    expect(membersQuery(south)).toEqual({
      metrics: ['entitlements_any_state'],
      by: ['account_key'],
      filter: south.filter,
    });
    expect(membersQuery({ ...south, kind: 'entitlement', filter: {} })).toEqual({
      dataset: 'every_entitlement',
      columns: ['entitlement_key'],
    });
  });
});

describe('the watch list', () => {
  it('lists what is watched, and puts back what was taken off', async () => {
    open('#/watch');
    const tile = await screen.findByRole('region', { name: 'Watched accounts' });
    const stars = await within(tile).findAllByRole('button', { pressed: true });
    const [first] = stars;
    if (!first) throw new Error('no star');
    fireEvent.click(first);
    await waitFor(() => expect(within(tile).getAllByRole('button', { pressed: true })).toHaveLength(stars.length - 1));
    fireEvent.click(within(tile).getByRole('button', { pressed: false }));
    await waitFor(() => expect(within(tile).getAllByRole('button', { pressed: true })).toHaveLength(stars.length));
  });

  it('finds an account to watch by what is typed', async () => {
    const fake = open('#/watch');
    const tile = await screen.findByRole('region', { name: 'Watched accounts' });
    const before = (await within(tile).findAllByRole('button', { pressed: true })).length;
    fireEvent.click(within(tile).getByRole('combobox', { name: 'Watch an account' }));
    const [option] = await screen.findAllByRole('option', { hidden: true });
    if (!option) throw new Error('no account is offered');
    fireEvent.click(option);
    await waitFor(() => expect(fake.calls).toContain('Portfolio.Watch'));
    await waitFor(() => expect(within(tile).getAllByRole('button', { pressed: true })).toHaveLength(before + 1));
  });

  it('keeps the list while what was added is asked for', async () => {
    const fake = open('#/watch');
    const tile = await screen.findByRole('region', { name: 'Watched accounts' });
    const before = (await within(tile).findAllByRole('button', { pressed: true })).length;
    fireEvent.click(within(tile).getByRole('combobox', { name: 'Watch an account' }));
    const [option] = await screen.findAllByRole('option', { hidden: true });
    const reports = window.go?.bridge.Reports;
    if (!option || !reports) throw new Error('no account is offered');
    reports.Rows = () => new Promise(() => {});
    fireEvent.click(option);
    await waitFor(() => expect(fake.calls).toContain('Portfolio.Watch'));
    await waitFor(() => expect(tile.textContent).toContain(`Watched accounts${before + 1}`));
    expect(within(tile).getAllByRole('button', { pressed: true })).toHaveLength(before);
    expect(within(tile).queryByText(/no longer/i)).toBeNull();
  });

  it('asks for permission when something is watched for the first time, never before', async () => {
    const fake = open('#/watch');
    const star = await screen.findByRole('button', { name: 'Watch South' });
    expect(fake.calls).not.toContain('Settings.AskPermission');
    fireEvent.click(star);
    await waitFor(() => expect(fake.calls).toContain('Settings.AskPermission'));
  });

  it('makes a segment, which needs a name, and removes it after asking', async () => {
    const fake = open('#/watch');
    fireEvent.click(await screen.findByRole('button', { name: 'New segment' }));
    const form = await screen.findByRole('form', { name: 'New segment' });
    fireEvent.click(within(form).getByRole('button', { name: 'Create segment' }));
    expect(await within(form).findByText('A segment needs a name.')).toBeTruthy();
    fireEvent.change(within(form).getByLabelText('Name'), { target: { value: 'Mine' } });
    fireEvent.click(within(form).getByRole('button', { name: 'Create segment' }));
    expect(await screen.findByRole('button', { name: 'Edit the segment Mine' })).toBeTruthy();
    expect(screen.queryByRole('form')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Remove the segment Mine' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Remove segment' }));
    await waitFor(() => expect(fake.calls).toContain('Rules.RemoveSegment'));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Edit the segment Mine' })).toBeNull());
  });
});
