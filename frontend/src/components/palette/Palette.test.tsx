import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { open } from '../../testing/render';

/** palette opens the window and its palette by keys. */
async function palette(hash: string) {
  open(hash);
  await screen.findByRole('main');
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  return screen.findByRole('combobox', { name: 'Search and commands' });
}

const current = (field: HTMLElement) =>
  document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';

describe('the palette', () => {
  it('goes to a page by keys, and offers it first the next time', async () => {
    const field = await palette('#/rules');
    expect(field.getAttribute('aria-controls')).toBe(screen.getByRole('listbox').id);
    fireEvent.change(field, { target: { value: 'sett' } });
    expect(current(field)).toContain('Settings');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(window.location.hash).toBe('#/settings'));
    await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Search and commands' })).toBeNull());
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const again = await screen.findByRole('combobox', { name: 'Search and commands' });
    expect(current(again)).toContain('Settings');
    expect(screen.getByRole('group', { name: 'Recent' })).toBeTruthy();
  });

  it('moves with the arrows, around its ends, and keeps the focus', async () => {
    const field = await palette('#/rules');
    const first = current(field);
    await screen.findByRole('group', { name: 'Dashboards' });
    fireEvent.keyDown(field, { key: 'ArrowUp' });
    expect(current(field)).not.toBe(first);
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    expect(current(field)).toBe(first);
    expect(screen.getAllByRole('option', { selected: true })).toHaveLength(1);
  });

  it('leaves keys alone while a character is composed', async () => {
    const field = await palette('#/rules');
    fireEvent.change(field, { target: { value: 'sett' } });
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field, { key: 'Process', keyCode: 229 });
    expect(window.location.hash).toBe('#/rules');
    expect(screen.getByRole('listbox')).toBeTruthy();
  });

  it('says that nothing matches, also of what looks like a page', async () => {
    const field = await palette('#/rules');
    fireEvent.change(field, { target: { value: '<img src=x onerror=alert(1)>' } });
    expect(await screen.findByText('Nothing matches “<img src=x onerror=alert(1)>”.')).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(window.location.hash).toBe('#/rules');
  });
});
