import type { CSSProperties } from 'react';

import type { TableHeight } from './types';

/** line is the height of a line of a name that stands on several. */
const line = 16;

/** mostLines is on how many lines a name stands at most. */
export const mostLines = 6;

/** heightOf is the height of a row whose names stand on so many lines, in a table whose rows have a height of their own. */
export function heightOf(lines: number, row: number): number {
  return lines === 1 ? row : Math.max(row, lines * line + row - 20);
}

/** RowPlaces says where the rows of a table are, and how high. */
export interface RowPlaces {
  /** height is that of most rows. */
  height: number;
  /** total is the height of all rows. */
  total: number;
  startOf(index: number): number;
  heightAt(index: number): number;
  /** linesAt is on how many lines the names of a row stand. */
  linesAt(index: number): number;
}

/** evenPlaces are those of rows that have all the same height, of a million as of a hundred. */
export function evenPlaces(count: number, row: number, lines = 1): RowPlaces {
  const height = heightOf(lines, row);
  return {
    height,
    total: count * height,
    startOf: (index) => index * height,
    heightAt: () => height,
    linesAt: () => lines,
  };
}

/** unevenPlaces are those of rows of which each is as high as its names. */
export function unevenPlaces(count: number, row: number, linesAt: (index: number) => number): RowPlaces {
  const lines = new Uint8Array(count);
  const starts = new Float64Array(count + 1);
  for (let index = 0; index < count; index++) {
    lines[index] = linesAt(index);
    starts[index + 1] = (starts[index] ?? 0) + heightOf(lines[index] ?? 1, row);
  }
  const startOf = (index: number) => starts[Math.min(index, count)] ?? 0;
  return {
    height: row,
    total: startOf(count),
    startOf,
    heightAt: (index) => startOf(index + 1) - startOf(index),
    linesAt: (index) => lines[index] ?? 1,
  };
}

/** bar is the room of the bar that scrolls a table sideways. */
const bar = 15;

/** boxStyle gives the box of a table its height. around is that of its head and foot; scrolls says that the table is wider. */
export function boxStyle(height: TableHeight, places: RowPlaces, around: number, scrolls: boolean): CSSProperties {
  if (height === 'fill') return { height: '100%' };
  if (typeof height === 'number') return { height, flex: 'none' };
  const rows = Math.min(places.total, places.startOf(height.rows));
  return { height: around + rows + (scrolls ? bar : 0), flex: 'none' };
}
