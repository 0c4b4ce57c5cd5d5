import { MantineProvider, Select } from '@mantine/core';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { useMarkedOption } from './useMarkedOption';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function Page({ onChange }: { onChange: (value: string | null) => void }) {
  useMarkedOption();
  return (
    <MantineProvider env="test">
      <Select aria-label="Letter" allowDeselect={false} value="c" onChange={onChange} data={['a', 'b', 'c', 'd']} />
    </MantineProvider>
  );
}

const press = (code: string) => fireEvent.keyDown(screen.getByRole('combobox'), { key: code, code });
const marked = () => document.querySelector('[data-combobox-selected]')?.textContent;
const rest = () => act(() => vi.runAllTimers());

it.each([
  ['at once', () => {}],
  ['once the list has come', rest],
])('takes what is marked %s', (_, wait) => {
  const chosen: (string | null)[] = [];
  render(<Page onChange={(value) => chosen.push(value)} />);
  press('Enter');
  press('ArrowDown');
  press('ArrowDown');
  const seen = marked();
  wait();
  expect(marked()).toBe(seen);
  press('Enter');
  expect(chosen).toEqual([seen]);
  rest();
  expect(screen.queryByRole('listbox')).toBeNull();
});

it('leaves Enter to who has no list open, and to a list in which nothing is marked', () => {
  const chosen: (string | null)[] = [];
  render(<Page onChange={(value) => chosen.push(value)} />);
  press('Enter');
  expect(screen.getByRole('listbox')).toBeTruthy();
  press('Enter');
  expect(chosen).toEqual([]);
});
