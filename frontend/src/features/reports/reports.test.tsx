import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { open } from '../../testing/render';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string) => screen.findByRole('checkbox', { name });
const panel = () => screen.findByRole('complementary', { name: 'Fields' });

beforeEach(() => sessionStorage.clear());

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

  it('keeps what was not saved over a reload', async () => {
    open('#/report/products');
    fireEvent.click(await field('Country'));
    expect(await screen.findByText('Not saved')).toBeTruthy();
    document.body.innerHTML = '';
    open('#/report/products');
    const chosen = within(await screen.findByRole('region', { name: 'In this report' }));
    expect(chosen.getByRole('checkbox', { name: 'Country' })).toBeTruthy();
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
    fireEvent.click(await button('New'));
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
