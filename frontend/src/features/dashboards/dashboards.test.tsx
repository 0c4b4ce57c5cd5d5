import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { goTo, parseRoute } from '../../lib/route';
import { open } from '../../testing/render';

const region = (name: string) => screen.findByRole('region', { name });
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const params = () => Object.fromEntries(parseRoute(window.location.hash).params);
const address = (name: string, of: Record<string, unknown>) => {
  const texts = Object.entries(of).map(([key, value]) => [key, JSON.stringify(value)]);
  return `#/dashboard/${name}?${new URLSearchParams(texts)}`;
};
const country = (value: string) => ({ dimension: 'country', op: 'in', values: [value] });

const few = { accounts: 6 };

/** sold is the figure of the licenses sold, as it is printed. */
const sold = async () => (await screen.findByLabelText(/^Licenses sold: /)).textContent ?? '';
const soldNow = () => screen.getByLabelText(/^Licenses sold: /).textContent;

describe('a dashboard', () => {
  it('shows its figures, tiles and texts, with tokens in place', async () => {
    open('#/portfolio', few);
    expect(await sold()).toMatch(/^\d[\d,]+$/);
    expect(within(await region('Figures')).getByText(/^of \d/)).toBeTruthy();
    expect(await screen.findByText('next 90 days')).toBeTruthy();
    expect(await screen.findByText('Looks 90 days ahead.')).toBeTruthy();
    expect(within(await region('Act by')).getAllByRole('row').length).toBeGreaterThan(1);
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('Overview');
  });

  it('is filtered by its controls, which are in the address', async () => {
    open('#/portfolio', few);
    const all = await sold();
    act(() => {
      window.location.hash = address('portfolio', { f: { country: country('Italy') } });
    });
    await waitFor(() => expect(soldNow()).not.toBe(all));
    fireEvent.click(await button('Clear Country'));
    await waitFor(() => expect(soldNow()).toBe(all));
    expect(params()).toEqual({ f: '{"country":null}' });
    fireEvent.click(await button('Reset'));
    await waitFor(() => expect(params()).toEqual({}));
  });

  it('changes a token while one looks', async () => {
    open('#/portfolio', few);
    fireEvent.change(await screen.findByLabelText('Days ahead'), { target: { value: '30' } });
    expect(await screen.findByText('Looks 30 days ahead.')).toBeTruthy();
    expect(params()).toEqual({ p: '{"WINDOW":30}' });
  });

  it('filters the other tiles by what is selected, until Escape', async () => {
    open('#/portfolio', few);
    const all = await sold();
    act(() => {
      window.location.hash = address('portfolio', { s: [['accounts', { account: 'Hansekontor Logistik AG' }]] });
    });
    await waitFor(() => expect(soldNow()).not.toBe(all));
    expect(await button('Clear the selection Hansekontor Logistik AG')).toBeTruthy();
    fireEvent.keyDown(await region('Figures'), { key: 'Escape' });
    await waitFor(() => expect(soldNow()).toBe(all));
    expect(params()).toEqual({});
  });

  it('names the filter that empties a tile, and takes it away', async () => {
    open(address('portfolio', { f: { country: country('Nowhere') } }), few);
    const tile = await region('Licenses by product');
    expect(await within(tile).findByText(/Without the filter “Country” there are \d+ rows/)).toBeTruthy();
    fireEvent.click(within(tile).getByRole('button', { name: 'Remove “Country”' }));
    await waitFor(() => expect(params()).toEqual({ f: '{"country":null}' }));
  });

  it('says in the tile what went wrong, and asks again', async () => {
    open('', few);
    const reports = window.go?.bridge.Reports;
    const answer = reports?.Answer;
    if (!reports || !answer) throw new Error('no reports');
    const fault = JSON.stringify({ code: 'invalid', message: 'This cannot be asked.' });
    reports.Answer = () => Promise.reject(new Error(fault));
    act(() => goTo('dashboard', 'renewals'));
    const tile = await region('Act by');
    expect((await within(tile).findByRole('alert')).textContent).toContain('This cannot be asked.');
    reports.Answer = answer;
    fireEvent.click(within(tile).getByRole('button', { name: 'Try again' }));
    expect((await within(tile).findAllByRole('row')).length).toBeGreaterThan(1);
  });

  it('says so when it does not exist', async () => {
    open('#/dashboard/nothing', few);
    expect((await screen.findByRole('alert')).textContent).toContain('There is no such document.');
  });
});

describe('the list of dashboards', () => {
  it('finds by words', async () => {
    open('#/dashboards', few);
    fireEvent.change(await screen.findByLabelText('Find a dashboard'), { target: { value: 'what ends' } });
    expect(await screen.findByText('1 dashboard')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Renewals' })).toBeTruthy();
  });

  it('marks a favourite', async () => {
    const fake = open('#/dashboards', few);
    const star = await button('Favourite: Renewals');
    fireEvent.click(star);
    await waitFor(() => expect(star.getAttribute('aria-pressed')).toBe('true'));
    expect(fake.calls).toContain('Library.Favourite');
  });

  it('duplicates, and removes what is one’s own, which can be undone', async () => {
    open('#/dashboards', few);
    fireEvent.click(await button('Renewals: what can be done'));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Duplicate' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Renewals 2' })).toBeTruthy();
    act(() => goTo('dashboards'));
    fireEvent.click(await button('Renewals 2: what can be done'));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Renewals 2' })).toBeNull());
    fireEvent.click(await button('Undo'));
    expect(await screen.findByRole('link', { name: 'Renewals 2' })).toBeTruthy();
  });
});

describe('the dashboard builder', () => {
  const handle = () => button('Move or resize Licenses by product');

  it('moves a tile by keyboard, says so, and takes it back', async () => {
    open('#/dashboard/portfolio/edit', few);
    const grip = await handle();
    grip.focus();
    fireEvent.click(grip, { detail: 0 });
    expect(grip.getAttribute('aria-pressed')).toBe('true');
    fireEvent.keyDown(grip, { key: 'ArrowDown' });
    expect(await screen.findByText('Column 1, row 15, 12 wide, 6 high')).toBeTruthy();
    fireEvent.keyDown(grip, { key: 'ArrowLeft', shiftKey: true });
    expect(await screen.findByText('Column 1, row 15, 11 wide, 6 high')).toBeTruthy();
    expect(await button('Undo: move tile')).toBeTruthy();
    fireEvent.keyDown(grip, { key: 'Escape' });
    expect(await screen.findByText('Licenses by product is back where it was')).toBeTruthy();
  });

  it('saves a personal copy, which the list can restore', async () => {
    const fake = open('#/dashboard/portfolio/edit', few);
    fireEvent.click(await button('Remove Licenses by product'));
    fireEvent.click(await button('Save'));
    await waitFor(() => expect(window.location.hash).toBe('#/dashboard/portfolio'));
    expect(await region('Licenses by account')).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Licenses by product' })).toBeNull();
    expect(fake.calls).toContain('Library.Save');
    act(() => goTo('dashboards'));
    fireEvent.click(await button('Overview: what can be done'));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Restore original' }));
    await waitFor(() => expect(fake.calls).toContain('Library.Restore'));
    act(() => goTo('dashboard', 'portfolio'));
    expect(await region('Licenses by product')).toBeTruthy();
  });

  it('does not overwrite what another window saved', async () => {
    open('#/dashboard/portfolio/edit', few);
    fireEvent.change(await screen.findByLabelText('Title'), { target: { value: 'Mine' } });
    const library = window.go?.bridge.Library as Record<string, (...args: string[]) => Promise<string>>;
    const now = async () => JSON.parse((await library.Get?.('dashboard', 'portfolio')) ?? '');
    const elsewhere = async (title: string) =>
      library.Save?.('dashboard', JSON.stringify({ ...(await now()), name: 'portfolio', title }));
    await elsewhere('Theirs');
    fireEvent.click(await button('Save'));
    expect(await screen.findByText('“Mine” was changed elsewhere')).toBeTruthy();
    expect((await now()).title).toBe('Theirs');
    expect(window.location.hash).toBe('#/dashboard/portfolio/edit');
    fireEvent.click(await button('Overwrite'));
    await waitFor(async () => expect((await now()).title).toBe('Mine'));

    fireEvent.change(await screen.findByLabelText('Title'), { target: { value: 'Mine again' } });
    await elsewhere('Theirs again');
    fireEvent.click(await button('Save'));
    fireEvent.click(await button('Keep mine as a copy'));
    await waitFor(() => expect(window.location.hash).toBe('#/dashboard/own-1/edit'));
    expect((await now()).title).toBe('Theirs again');
  });

  it('says what went wrong where it cannot say what was saved elsewhere', async () => {
    open('#/dashboard/portfolio/edit', few);
    fireEvent.change(await screen.findByLabelText('Title'), { target: { value: 'Mine' } });
    const library = window.go?.bridge.Library;
    if (!library) throw new Error('no program');
    const outdated = '{"code":"conflict","field":"version","message":"Changed."}';
    library.Save = () => Promise.reject(new Error(outdated));
    library.Get = () => Promise.reject(new Error('{"code":"busy","message":"Not now."}'));
    fireEvent.click(await button('Save'));
    expect(await screen.findByText('Not now.')).toBeTruthy();
  });

  it('gives the focus back to what asked to save, where the answer is for later', async () => {
    open('#/dashboard/portfolio/edit', few);
    fireEvent.change(await screen.findByLabelText('Title'), { target: { value: 'Mine' } });
    const library = window.go?.bridge.Library;
    if (library)
      library.Save = () => Promise.reject(new Error('{"code":"conflict","field":"version","message":"Changed."}'));
    const title = screen.getByLabelText('Title');
    title.focus();
    fireEvent.keyDown(title, { key: 's', code: 'KeyS', ctrlKey: true });
    const dialog = await screen.findByRole('dialog', { name: /was changed elsewhere/ });
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Decide later' }));
    await waitFor(() => expect(document.activeElement).toBe(title));
  });

  it('asks before changes are left', async () => {
    open('#/dashboard/portfolio/edit', few);
    fireEvent.change(await screen.findByLabelText('Title'), { target: { value: 'Mine' } });
    act(() => goTo('rules'));
    expect(await screen.findByText('Leave without saving?')).toBeTruthy();
    expect(window.location.hash).toBe('#/dashboard/portfolio/edit');
    fireEvent.click(await button('Throw changes away'));
    await waitFor(() => expect(window.location.hash).toBe('#/rules'));
  });

  it('adds texts, tabs, controls and tokens, each a step that can be undone', async () => {
    open('#/dashboard/new/edit', few);
    fireEvent.click(await button('Add tile'));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Text' }));
    expect(await screen.findByRole('complementary', { name: 'Edit tile' })).toBeTruthy();
    fireEvent.click(await button('Add tab'));
    expect((await screen.findAllByRole('tab')).length).toBe(2);
    fireEvent.click(await button('Undo: add tab'));
    expect((await screen.findAllByRole('tab')).length).toBe(1);
    fireEvent.click(await button('Undo: add tile'));
    expect(await screen.findByText('This tab is empty. Add a tile to it.')).toBeTruthy();
    fireEvent.click(await button('Redo: add tile'));
    expect(screen.queryByText('This tab is empty. Add a tile to it.')).toBeNull();
  });
});
