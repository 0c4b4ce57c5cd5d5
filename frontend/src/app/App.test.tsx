import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { open } from '../testing/render';

const tile = (name: string) => screen.findByRole('region', { name });

describe('the first run', () => {
  it('offers demo, import and restore, and the demo opens the portfolio', async () => {
    open('', { empty: true });
    expect(await screen.findByText('Restore a backup')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Open the demo' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Overview' })).toBeTruthy();
    expect(screen.getByText(/demo portfolio. Names and figures are invented/)).toBeTruthy();
  });
});

describe('the portfolio', () => {
  it('opens an account from what is due', async () => {
    open('#/portfolio', { accounts: 6 });
    const [link] = await screen.findAllByRole('link', { name: /Süddeutsche/ });
    if (!link) throw new Error('no link');
    fireEvent.click(link);
    expect(await screen.findByRole('heading', { level: 1, name: /Süddeutsche/ })).toBeTruthy();
    expect(window.location.hash).toBe('#/account/tenant%3A004443');
  });
});

describe('a page', () => {
  it('stays where what the program opened on cannot be asked again', async () => {
    const fake = open('#/report/products');
    const field = await screen.findByRole('checkbox', { name: 'Country' });
    const system = window.go?.bridge.System;
    if (!system) throw new Error('no program');
    const asked = new Promise<void>((done) => {
      system.Status = () => {
        done();
        return Promise.reject(new Error('{"code":"busy","message":"Not now."}'));
      };
    });
    await act(async () => {
      fake.emit('changed', ['settings']);
      await asked;
    });
    await act(() => new Promise((done) => setTimeout(done)));
    expect(field.isConnected).toBe(true);
  });
});

describe('an import', () => {
  it('runs for dropped files, shows counts that add up, refusals and duplicates, and can be undone', async () => {
    const fake = open('#/portfolio');
    await screen.findByRole('heading', { level: 1, name: 'Overview' });
    act(() => fake.emit('files:dropped', ['/a/usage_2026-11.csv', '/a/bad.xlsx', '/a/same.csv']));
    const result = await tile('Result');
    expect(window.location.hash).toBe('#/imports');
    const counts = ['312', '1,106', '16,702', '71', '13'].map((count) => within(result).getByText(count));
    const sum = counts.reduce((all, node) => all + Number(node.textContent?.replace(',', '')), 0);
    expect(within(result).getByText('18,204')).toBeTruthy();
    expect(sum).toBe(18204);
    expect(within(result).getByText('bad.xlsx was refused')).toBeTruthy();
    expect(within(result).getByText(/The same file was imported before/)).toBeTruthy();

    const [undo] = await screen.findAllByRole('button', { name: 'Undo usage_2026-11.csv' });
    if (!undo) throw new Error('no undo');
    fireEvent.click(undo);
    fireEvent.click(await screen.findByRole('button', { name: 'Undo import' }));
    await waitFor(() => expect(fake.calls).toContain('Imports.Undo'));
  });
});

describe('the inbox', () => {
  it('moves with J, marks as done with E and counts the tabs', async () => {
    open('#/inbox');
    const tab = await screen.findByRole('tab', { name: /^Open/ });
    const before = Number(tab.textContent?.replace('Open', ''));
    fireEvent.keyDown(document.documentElement, { key: 'j', code: 'KeyJ' });
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/inbox\/\d+/));
    fireEvent.keyDown(document.documentElement, { key: 'e', code: 'KeyE' });
    await waitFor(() => expect(screen.getByRole('tab', { name: /^Open/ }).textContent).toBe(`Open${before - 1}`));
  });

  it('keeps what is selected while one moves, and deals with it at once', async () => {
    open('#/inbox');
    await screen.findByRole('tab', { name: /^Open/ });
    for (const key of ['x', 'j', 'x']) {
      fireEvent.keyDown(document.documentElement, { key, code: `Key${key.toUpperCase()}` });
      if (key === 'j') await waitFor(() => expect(window.location.hash).toMatch(/^#\/inbox\/\d+/));
    }
    expect(await screen.findByText('2 selected')).toBeTruthy();
    fireEvent.keyDown(document.documentElement, { key: 'e', code: 'KeyE' });
    expect(await screen.findByText('2 notifications done')).toBeTruthy();
  });

  it('opens the address a notification brings', async () => {
    const fake = open('#/rules');
    await screen.findByText('Ends within 30 days');
    act(() => fake.emit('open', '#/account/tenant:004417'));
    expect(await screen.findByRole('heading', { level: 1, name: /Valtrompia/ })).toBeTruthy();
  });
});

describe('a setting', () => {
  it('that is refused says why and stays to be mended', async () => {
    open('#/settings');
    const input = await screen.findByLabelText('Renewal grace');
    fireEvent.change(input, { target: { value: 'soon' } });
    fireEvent.blur(input);
    expect(await screen.findByText('The grace is a whole number of days from 0 to 365.')).toBeTruthy();
    expect((input as HTMLInputElement).value).toBe('soon');
  });
});
