import { expect, it } from 'vitest';

import type { T } from '../../../lib/i18n';
import { axisOf, courseAxis, courseDrawing } from './charts';

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

const t = ((key: string) => key) as unknown as T;
const course = (...values: (number | null)[]) => values.map((value, i) => ({ day: `2026-0${i + 1}-01`, value }));
const levels = { fires: 0.75, clears: 0.8, share: true, figure: String };

it.each([
  ['rates below 100 %', course(0.62, null, 0.61), levels, { min: 0.4, max: 1.2, interval: 0.2 }],
  ['rates around 100 %', course(0.47, 1.18), { ...levels, fires: 0.9 }, { min: 0.25, max: 1.25, interval: 0.25 }],
  ['small rates', course(0.02, 0.03), { ...levels, fires: 0.05, clears: 0.04 }, { min: 0, max: 0.06, interval: 0.02 }],
  [
    'figures',
    course(40, 55),
    { ...levels, fires: 60, clears: undefined, share: false },
    { min: 30, max: 70, interval: 10 },
  ],
])('begins and ends the axis of %s on its lines', (_, series, at, axis) =>
  expect(courseAxis(series, at)).toEqual(axis),
);

it('draws the line at 100 % of rates that come near to it, once', () => {
  const linesOf = (series: ReturnType<typeof course>, at: Parameters<typeof courseAxis>[1]) => {
    const { option } = courseDrawing(series, 'rate', at, courseAxis(series, at), t);
    const [{ markLine }] = JSON.parse(option).series as [{ markLine: { data: { yAxis: number }[] } }];
    return markLine.data.map(({ yAxis }) => yAxis);
  };
  expect(linesOf(course(0.6, 0.7), levels)).toEqual([1, 0.75, 0.8]);
  expect(linesOf(course(0.6, 0.7), { ...levels, fires: 1 })).toEqual([1, 0.8]);
  expect(linesOf(course(0.1, 0.2), { ...levels, fires: 0.1, clears: undefined })).toEqual([0.1]);
  expect(linesOf(course(0.6, 0.7), { ...levels, share: false })).toEqual([0.75, 0.8]);
});

it('puts the words of two lines that are near to each other above and below both', () => {
  const placesOf = (at: Parameters<typeof courseAxis>[1]) => {
    const series = course(0.6, 0.7);
    const { option } = courseDrawing(series, 'rate', at, courseAxis(series, at), t);
    const [{ markLine }] = JSON.parse(option).series as [{ markLine: { data: { label: { position: string } }[] } }];
    return markLine.data.slice(1).map(({ label }) => label.position);
  };
  expect(placesOf(levels)).toEqual(['insideStartBottom', 'insideEndTop']);
  expect(placesOf({ ...levels, fires: 0.82 })).toEqual(['insideStartTop', 'insideEndBottom']);
  expect(placesOf({ ...levels, fires: 0.9 })).toEqual(['insideStart', 'insideEnd']);
  expect(placesOf({ ...levels, clears: undefined })).toEqual(['insideStart']);
});
