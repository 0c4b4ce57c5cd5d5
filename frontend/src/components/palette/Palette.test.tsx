import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';

import { open } from '../../testing/render';

const call = () =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'k', code: 'KeyK', ctrlKey: true });

it('has the focus at once, and gives it back to what had it', async () => {
  open('#/rules');
  const link = await screen.findByRole('link', { name: 'Add rule' });
  link.focus();
  call();
  const field = screen.getByRole('combobox', { name: 'Search and commands' });
  expect(document.activeElement).toBe(field);
  fireEvent.keyDown(field, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(link));
});
