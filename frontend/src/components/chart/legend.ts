import { textWidth } from '../../lib/measure';
import { cut, type Option } from './formats';

/** mark is the room of a mark and what stands between it and its name, after that behind a name, both as the theme has them. */
const mark = 21;
const after = 12;
const space = '\u2002';
/** pitch is the distance of lines. */
const pitch = 17;
/** most is how many lines a legend takes before it turns pages. */
const most = 3;

/** withWrappedLegend shows all names of a legend, on several lines where one is too short, and moves what is drawn down. */
export function withWrappedLegend(option: Option, width: number): Option {
  const legend = option.legend as (Option & { data?: unknown[] }) | undefined;
  if (legend?.show !== true || legend.type !== 'scroll' || !legend.data) return option;
  const lines = linesOf(legend.data.map(nameOf), width);
  const grid = option.grid as { top?: unknown } | undefined;
  if (lines > most || (lines > 1 && typeof grid?.top !== 'number')) return option;
  if (lines === 1 || typeof grid?.top !== 'number') return { ...option, legend: { ...legend, type: 'plain' } };
  // Lines stand closer than names: the room behind a name is then a part of it.
  const formatter = (name: string) => `${cut(name)}${space}`;
  return {
    ...option,
    legend: { ...legend, type: 'plain', itemGap: 4, formatter },
    grid: { ...grid, top: grid.top + (lines - 1) * pitch },
  };
}

function nameOf(entry: unknown): string {
  const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : entry;
  return cut(typeof name === 'string' ? name : '');
}

function linesOf(names: string[], width: number): number {
  let lines = 1;
  let x = 0;
  for (const name of names) {
    const wide = mark + textWidth(name, 12) + after;
    if (x > 0 && x + wide - after > width) {
      lines++;
      x = 0;
    }
    x += wide;
  }
  return lines;
}
