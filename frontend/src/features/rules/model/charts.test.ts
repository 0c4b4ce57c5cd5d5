import { expect, it } from 'vitest';

import { axisOf } from './charts';

it.each([
  [0.35, 1.28, 0.3],
  [0.5, 0.9, 0.1],
  [0, 30, 10],
  [-12, 31, 20],
  [9.7, 10.3, 0.2],
])('ends an axis from %f to %f on one of its lines', (low, high, interval) => {
  const got = axisOf(low, high);
  expect(got.min).toBeLessThanOrEqual(low);
  expect(got.max).toBeGreaterThanOrEqual(high);
  const stretches = (got.max - got.min) / got.interval;
  expect(stretches).toBeCloseTo(Math.round(stretches), 6);
  expect(Math.round(stretches)).toBeLessThanOrEqual(4);
  expect(got.interval).toBe(interval);
});
