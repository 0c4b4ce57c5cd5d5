import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { keysOf } from '../../lib/shortcuts';
import { open } from '../../testing/render';

/** choose presses keys for a shortcut. */
async function choose(name: string, ...keys: KeyboardEventInit[]) {
  fireEvent.click(await screen.findByRole('button', { name: `Change the keys of: ${name}` }));
  const recorder = screen.getByRole('button', { name: `Press the keys for: ${name}` });
  for (const key of keys) fireEvent.keyDown(recorder, key);
}

describe('the keys in the settings', () => {
  it('can be chosen and taken back', async () => {
    open('#/settings');
    await choose('Import files', { key: 'i', ctrlKey: true });
    expect(keysOf('import')).toEqual(['mod+i']);
    fireEvent.click(screen.getByRole('button', { name: 'Take back the keys of: Import files' }));
    expect(keysOf('import')).toEqual(['mod+o']);
    await choose('Import files', { key: 'q' }, { key: 'i' });
    expect(keysOf('import')).toEqual(['q i']);
    await choose('Import files', { key: 'q' });
    await waitFor(() => expect(keysOf('import')).toEqual(['q']), { timeout: 3000 });
    fireEvent.click(screen.getByRole('button', { name: 'Take back all keys' }));
    expect(keysOf('import')).toEqual(['mod+o']);
  });

  it('name the shortcut that has them already, or what text needs them for', async () => {
    open('#/settings');
    await choose('Import files', { key: 'k', ctrlKey: true });
    expect(await screen.findByText('These keys are for: Search and commands.')).toBeTruthy();
    await choose('Import files', { key: 'c', ctrlKey: true });
    expect(await screen.findByText('These keys are for text, or for the system.')).toBeTruthy();
    await choose('Import files', { key: 'Escape' });
    expect(keysOf('import')).toEqual(['mod+o']);
  });
});
