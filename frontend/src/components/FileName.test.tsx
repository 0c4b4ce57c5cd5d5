import { render } from '@testing-library/react';
import { expect, it } from 'vitest';

import { FileName } from './FileName';

const wholeOf = (name: string) => {
  const { container } = render(<FileName name={name} />);
  expect(container.textContent).toBe(name);
  return [...container.querySelectorAll('span')].map((part) => part.textContent);
};

it.each([
  ['usage-2026-11-22.csv', ['2026-11-22.csv']],
  ['export_2026_11_22', ['2026_11_22']],
  ['a-2026-11-22.zip/Lines-2026-11-22-02-27-18.csv', ['2026-11-22.zip', '2026-11-22-02-27-18.csv']],
  ['license-server-41.log', []],
  ['1-22-333.csv', []],
])('keeps the days of %s whole', (name, whole) => expect(wholeOf(name)).toEqual(whole));
