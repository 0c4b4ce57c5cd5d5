import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { goTo } from '../lib/route';
import { open } from '../testing/render';

const tile = (name: string) => screen.findByRole('region', { name });
const wizard = (file: string) => `#/imports/new?path=${encodeURIComponent(`/a/${file}`)}`;
const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('a file that waits', () => {
  it('is answered, checked and imported, and keeps the other files of its run', async () => {
    const fake = open('#/imports');
    await screen.findByText('newest first', { selector: 'span' });
    act(() => fake.emit('files:dropped', ['/a/renewals.csv', '/a/other-renewals.csv']));
    const result = await tile('Result');
    const [answer] = await within(result).findAllByRole('link', { name: 'Answer' });
    if (!answer) throw new Error('nothing to answer');
    fireEvent.click(answer);

    const check = await button('Check what would change');
    expect((check as HTMLButtonElement).disabled).toBe(true);
    expect(await screen.findByText(/03\/04\/2027 → 3 Apr 2027/)).toBeTruthy();
    expect(screen.getByText(/03\/04\/2027 → 4 Mar 2027/)).toBeTruthy();
    fireEvent.click(screen.getByLabelText('day first'));
    await waitFor(() => expect((check as HTMLButtonElement).disabled).toBe(false));
    expect((screen.getByLabelText('day first') as HTMLInputElement).checked).toBe(true);
    fireEvent.click(check);

    await screen.findByText('Licenses sold moves further than your limit.');
    expect(fake.calls).not.toContain('Imports.Import');
    fireEvent.click(screen.getByLabelText(/This file is partial/));
    await waitFor(() => expect(screen.queryByText(/moves further/)).toBeNull());
    fireEvent.click(await button('Import 2 rows, leave out 1'));
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/imports\/\d+$/));
    await tile('What moved');

    act(() => goTo('imports'));
    expect(await screen.findByText('other-renewals.csv waits for you')).toBeTruthy();
    expect(screen.queryByText('renewals.csv waits for you')).toBeNull();
  });

  it('says what nobody could guess', async () => {
    open(wizard('strange.csv'));
    fireEvent.click(await screen.findByLabelText('Entitlements'));
    expect(await screen.findByText('Whose rows are they?')).toBeTruthy();
    expect(await screen.findAllByDisplayValue('Kept as its own column')).toHaveLength(6);
  });

  it('shows what has changed since the last one, and takes the repair at once', async () => {
    open(wizard('changed.csv'));
    const drift = await tile('What is different from the last file');
    expect(within(drift).getByText('98% of its values are those of the last file.')).toBeTruthy();
    const check = await button('Check what would change');
    expect((check as HTMLButtonElement).disabled).toBe(true);
    fireEvent.click(within(drift).getByRole('button', { name: 'Use this repair' }));
    await waitFor(() => expect((check as HTMLButtonElement).disabled).toBe(false));
  });

  it('is one of an archive, which is chosen first', async () => {
    open(wizard('all.zip'));
    fireEvent.click(await screen.findByRole('link', { name: 'renewals.csv' }));
    expect(await screen.findByText('How does Ende write its dates?')).toBeTruthy();
  });
});

describe('a guess', () => {
  it('says why, and is said otherwise', async () => {
    open(wizard('renewals.csv'));
    fireEvent.click(await button('comma'));
    expect(await screen.findByText(/no other sign fits as well/)).toBeTruthy();
    fireEvent.click(await screen.findByText('semicolon'));
    const first = await tile('First rows of the file');
    expect(await within(first).findAllByText(/Alpha GmbH,Suite Pro,100/)).toHaveLength(1);
  });
});

describe('a rejected row', () => {
  it('is mended in place, tried again and marked', async () => {
    const fake = open('#/imports/213');
    const input = await screen.findByLabelText('Anzahl of row 4');
    const retry = await button('Try mended rows again');
    expect((retry as HTMLButtonElement).disabled).toBe(true);
    fireEvent.change(input, { target: { value: '12' } });
    fireEvent.click(await button('Try 1 mended row again'));
    expect(await screen.findByText(/Mended by import \d+/)).toBeTruthy();
    expect(fake.calls).toContain('Imports.Retry');
  });
});

describe('what may be the same', () => {
  it('is found from the accounts, merged, and taken back', async () => {
    open('#/accounts');
    fireEvent.click(await screen.findByRole('link', { name: '2 may be the same' }));
    fireEvent.click(await button('Merge Valtrompia into Valtrompia Acciai S.p.A.'));
    const decided = await tile('Decided');
    expect(await within(decided).findByText('is part of')).toBeTruthy();
    fireEvent.click(within(decided).getByRole('button', { name: /^Take back/ }));
    expect(await button('Merge Valtrompia into Valtrompia Acciai S.p.A.')).toBeTruthy();
  });
});
