import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { open } from '../../../testing/render';

// What draws, and what measures text, needs a browser.
vi.mock('../../../components/chart/Drawn', () => ({ Drawn: () => null }));
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

it('offers no fix of a rule that was changed since it was rehearsed', async () => {
  open('#/rule/2');
  const rehearsal = await screen.findByRole('region', { name: 'Rehearsal' });
  const fix = () => within(rehearsal).findByRole<HTMLButtonElement>('button', { name: 'Use 92%' });
  expect((await fix()).disabled).toBe(false);
  const least = () => screen.getByLabelText<HTMLInputElement>('Smallest base');
  fireEvent.change(least(), { target: { value: '25' } });
  expect((await fix()).disabled).toBe(true);
  await waitFor(async () => expect((await fix()).disabled).toBe(false));
  fireEvent.click(await fix());
  expect(least().value).toBe('25');
});
