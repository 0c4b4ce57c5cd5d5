import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { open } from '../../testing/render';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string) => screen.findByRole('checkbox', { name });
const panel = () => screen.findByRole('complementary', { name: 'Fields' });

beforeEach(() => sessionStorage.clear());

/** library is that of the program, as another window uses it. */
const library = () => window.go?.bridge.Library as Record<string, (...args: string[]) => Promise<string>>;
const kept = async () => JSON.parse((await library().Get?.('report', 'products')) ?? '') as { title: string };
const titleKept = async () => (await kept()).title;

/** elsewhere saves the report of the tests under another title, from what is kept. */
async function elsewhere(title: string) {
  await library().Save?.('report', JSON.stringify({ ...(await kept()), name: 'products', title }));
}

describe('the gallery of reports', () => {
  it('lists reports with their kind of visual, finds and marks them', async () => {
    open('#/reports');
    const list = await screen.findByRole('list', { name: 'Reports' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(2);
    expect(within(list).getByText('Bars')).toBeTruthy();
    fireEvent.change(screen.getByPlaceholderText('Find a report'), { target: { value: 'one row' } });
    expect(
      within(list)
        .getAllByRole('link')
        .map((one) => one.textContent),
    ).toEqual(['Entitlements']);
    fireEvent.click(await button('Favourite: Entitlements'));
    await waitFor(async () => expect((await button('Favourite: Entitlements')).ariaPressed).toBe('true'));
  });

  it('says that nothing matches, and how to see all again', async () => {
    open('#/reports');
    fireEvent.change(await screen.findByPlaceholderText('Find a report'), { target: { value: 'zzz' } });
    fireEvent.click(await button('Show all 2 reports'));
    expect(await screen.findByText('Licenses by product')).toBeTruthy();
  });
});

describe('the builder', () => {
  it('adds fields, says in words what is asked, and takes steps back', async () => {
    open('#/report/new');
    expect(await screen.findByText(/asks for nothing yet/)).toBeTruthy();
    fireEvent.click(await field('Licenses sold'));
    fireEvent.click(await field('Country'));
    const chosen = within(await panel()).getByRole('region', { name: 'In this report' });
    expect(
      within(chosen)
        .getAllByRole('checkbox')
        .map((one) => one.textContent),
    ).toEqual(['Country', 'Licenses sold']);
    await waitFor(() => expect(document.body.textContent).toContain('Licenses sold by country'));
    fireEvent.click(await button(/^Undo: add a field/));
    expect(within(chosen).getAllByRole('checkbox')).toHaveLength(1);
    fireEvent.click(await button(/^Redo: add a field/));
    expect(within(chosen).getAllByRole('checkbox')).toHaveLength(2);
  });

  it('is worked by keyboard: search, Enter, and Alt with an arrow', async () => {
    open('#/report/products');
    const search = await screen.findByPlaceholderText(/^Search \d+ fields$/);
    fireEvent.change(search, { target: { value: 'country' } });
    fireEvent.keyDown(search, { key: 'Enter' });
    fireEvent.change(search, { target: { value: '' } });
    const region = () => screen.getByRole('region', { name: 'In this report' });
    const names = () =>
      within(region())
        .getAllByRole('checkbox')
        .map((one) => one.textContent);
    expect(names()).toEqual(['Product', 'Country', 'Licenses sold']);
    fireEvent.keyDown(within(region()).getByRole('checkbox', { name: 'Country' }), { key: 'ArrowUp', altKey: true });
    expect(names()).toEqual(['Country', 'Product', 'Licenses sold']);
  });

  it('has one Tab stop for all fields, which the arrow keys move', async () => {
    open('#/report/products');
    await field('Country');
    const rows = () => screen.getAllByRole('checkbox').filter((one) => one.hasAttribute('data-field'));
    const stops = () => rows().filter((one) => one.tabIndex === 0);
    expect(rows().length).toBeGreaterThan(5);
    expect(stops()).toEqual([rows()[0]]);
    act(() => stops()[0]?.focus());
    fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(rows()[1]);
    expect(stops()).toEqual([rows()[1]]);
    fireEvent.keyDown(document.activeElement as Element, { key: 'End' });
    expect(stops()).toEqual([rows().at(-1)]);
    fireEvent.keyDown(document.activeElement as Element, { key: 'Home' });
    expect(stops()).toEqual([rows()[0]]);
    fireEvent.keyDown(document.activeElement as Element, { key: 'c' });
    const search = screen.getByPlaceholderText(/^Search \d+ fields$/);
    expect(document.activeElement).toBe(search);
    fireEvent.change(search, { target: { value: 'country' } });
    expect(stops()).toEqual([rows()[0]]);
    fireEvent.change(search, { target: { value: '' } });
    act(() => rows().at(-2)?.focus());
    fireEvent.click(document.activeElement as Element);
    expect(document.activeElement).toBe(rows().at(-1));
  });

  it('tells of a visual what it needs, and does not choose it', async () => {
    open('#/report/products');
    fireEvent.click(await button(/^Shown as Bars/));
    const crosstab = await screen.findByRole('button', { name: /Crosstab/ });
    expect(crosstab.textContent).toContain('Needs two dimensions');
    fireEvent.click(crosstab);
    expect(await button(/^Shown as Bars/)).toBeTruthy();
    fireEvent.click(await screen.findByText('Donut'));
    expect(await button(/^Shown as Donut/)).toBeTruthy();
  });

  it('opens a tile from the address and saves it under a title', async () => {
    const doc = { title: '', query: { metrics: ['licenses_sold'], by: ['account'] }, visual: { show: 'bar' } };
    open(`#/report/new?doc=${encodeURIComponent(JSON.stringify(doc))}`);
    fireEvent.click(await button('Save'));
    fireEvent.change(await screen.findByLabelText('Title'), { target: { value: 'By account' } });
    const dialog = screen.getByRole('dialog');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(window.location.hash).toBe('#/report/own-1'));
    expect(await screen.findByRole('heading', { name: 'By account' })).toBeTruthy();
    expect(screen.queryByText('Not saved')).toBeNull();
  });

  it('keeps what is changed while a new report is being saved, and the next one begins with nothing', async () => {
    const doc = {
      title: 'By account',
      query: { metrics: ['licenses_sold'], by: ['account'] },
      visual: { show: 'table' },
    };
    open(`#/report/new?doc=${encodeURIComponent(JSON.stringify(doc))}`);
    const save = library().Save;
    let go = () => {};
    const waits = new Promise<void>((done) => {
      go = done;
    });
    library().Save = async (...args) => {
      await waits;
      return (await save?.(...args)) ?? '';
    };
    fireEvent.click(await button('Save'));
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    fireEvent.click(await field('Country'));
    go();
    await waitFor(() => expect(window.location.hash).toBe('#/report/own-1'));
    const chosen = within(await screen.findByRole('region', { name: 'In this report' }));
    expect(chosen.getByRole('checkbox', { name: 'Country' })).toBeTruthy();
    expect(await screen.findByText('Not saved')).toBeTruthy();
    act(() => {
      window.location.hash = '#/report/new';
    });
    expect(await screen.findByText(/asks for nothing yet/)).toBeTruthy();
  });

  it('keeps what was not saved over a reload', async () => {
    open('#/report/products');
    fireEvent.click(await field('Country'));
    expect(await screen.findByText('Not saved')).toBeTruthy();
    document.body.innerHTML = '';
    open('#/report/products');
    const chosen = within(await screen.findByRole('region', { name: 'In this report' }));
    expect(chosen.getByRole('checkbox', { name: 'Country' })).toBeTruthy();
  });

  it('overwrites nothing that was saved elsewhere, unless it is told to', async () => {
    const fake = open('#/report/products');
    fireEvent.click(await field('Country'));
    await elsewhere('Theirs');
    fireEvent.click(await button('Save'));
    const dialog = await screen.findByRole('dialog', { name: /was changed elsewhere/ });
    expect(await titleKept()).toBe('Theirs');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Overwrite' }));
    await waitFor(async () => expect(await titleKept()).toBe('Licenses by product'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    fireEvent.click(await field('Status'));
    await elsewhere('Newer');
    fireEvent.click(await button('Save'));
    fireEvent.click(await button('Reload theirs'));
    expect(await screen.findByRole('heading', { name: 'Newer' })).toBeTruthy();
    fireEvent.click(await field('Status'));
    const saves = fake.calls.filter((one) => one === 'Library.Save').length;
    fireEvent.click(await button('Save'));
    await waitFor(() => expect(fake.calls.filter((one) => one === 'Library.Save')).toHaveLength(saves + 1));
    await waitFor(() => expect(screen.queryByText('Not saved')).toBeNull());

    fireEvent.click(await field('Licenses assigned'));
    await elsewhere('Newest');
    fireEvent.click(await button('Save'));
    fireEvent.click(await button('Keep mine as a copy'));
    await waitFor(() => expect(window.location.hash).toBe('#/report/own-1'));
    expect(await titleKept()).toBe('Newest');
  });

  it('is not harmed by an address that brings no report', async () => {
    open('#/report/new?doc=%7B%22query%22%3A1%7D');
    expect(await screen.findByText(/asks for nothing yet/)).toBeTruthy();
  });
});

describe('definitions', () => {
  it('are listed with what uses them; what is used stays', async () => {
    const fake = open('#/definitions');
    expect(await screen.findByText('{{USED}}')).toBeTruthy();
    expect(await screen.findByText('Used in 1 report')).toBeTruthy();
    fireEvent.click(await button('Remove {{USED}}'));
    expect(await screen.findByText('USED is used by a report.')).toBeTruthy();
    expect(fake.calls).toContain('Definitions.Undefine');
    expect(screen.getByText('{{USED}}')).toBeTruthy();
  });

  it('are made in place: a token', async () => {
    open('#/definitions');
    fireEvent.click(await button('New definition'));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Token' }));
    fireEvent.change(await screen.findByLabelText('Name'), { target: { value: 'Window of days' } });
    fireEvent.click(await button('Apply'));
    expect((await screen.findByRole('alert')).textContent).toBe('A token needs a value.');
    fireEvent.change(screen.getByLabelText('Value'), { target: { value: 'ninety' } });
    fireEvent.click(await button('Apply'));
    expect(await screen.findByRole('button', { name: 'Edit {{WINDOW_OF_DAYS}}' })).toBeTruthy();
  });

  it('refuse a name that a field has, and nothing else is asked', async () => {
    open('#/report/products');
    fireEvent.click(await button('New'));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Calculated column' }));
    fireEvent.change(await screen.findByLabelText('Name'), { target: { value: 'country' } });
    fireEvent.click(await button('Apply'));
    expect((await screen.findByRole('alert')).textContent).toBe('There is a field called Country already.');
  });
});
