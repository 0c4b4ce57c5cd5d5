import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { NumberField } from './NumberField';

it('keeps everything selected, however soon after a key', () => {
  vi.useFakeTimers();
  render(
    <MantineProvider>
      <NumberField label="Level" defaultValue={5} suffix=" %" />
    </MantineProvider>,
  );
  const input = screen.getByLabelText<HTMLInputElement>('Level');
  input.focus();
  fireEvent.change(input, { target: { value: '90 %' } });
  input.select();
  vi.runAllTimers();
  vi.useRealTimers();
  expect([input.value, input.selectionStart, input.selectionEnd]).toEqual(['90 %', 0, 4]);
});
