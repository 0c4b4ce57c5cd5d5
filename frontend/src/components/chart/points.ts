import type { CellValue } from '../../api/metricTypes';
import type { Drawing, Mark } from '../../api/reportTypes';
import { missing } from '../../lib/format';
import type { Words } from '../catalog/useCatalog';
import { formatOf, headingOf, type Option, type Told } from './formats';

/** Point is a mark of a drawing: which series, and which of its points. */
export interface Point {
  series: number;
  index: number;
}

/** Datum is a point's data in an option. */
export interface Datum {
  value?: unknown;
  name?: string;
  title?: string;
  raw?: number;
  base?: [number, number];
  says?: Said[];
  spokes?: [string, Said][];
  children?: Datum[];
  itemStyle?: Option;
}

/** Said is a line of what is said of a point: label, format, value, unit and base. */
export type Said = [string, string, unknown, string?, [number, number]?];

/** SeriesOption is one series of an option. */
export interface SeriesOption {
  type: string;
  name?: string;
  data?: (Datum | number | null)[];
  links?: Datum[];
  tooltip?: { valueFormatter?: string; show?: boolean };
  unit?: string;
  unsaid?: boolean;
  beyond?: boolean;
  silent?: boolean;
}

/** Line is a line of the tooltip. */
export interface Line {
  label: string;
  text: string;
  base: string;
}

/** seriesOf lists the series of an option. */
export function seriesOf(option: Option): SeriesOption[] {
  return Array.isArray(option.series) ? (option.series as SeriesOption[]) : [];
}

/** lying reports whether the category is at the side, so that up and down walk along it. */
export function lying(option: Option): boolean {
  const axis = Array.isArray(option.yAxis) ? option.yAxis[0] : option.yAxis;
  return (axis as { type?: string } | undefined)?.type === 'category' && !isMatrix(option);
}

function isMatrix(option: Option): boolean {
  return seriesOf(option)[0]?.type === 'heatmap';
}

/** walked are the series the keyboard walks over: those with marks, a part beyond 100 % not twice. */
export function walked(drawing: Drawing, option: Option): number[] {
  const series = seriesOf(option);
  return drawing.cells.flatMap((marks, i) =>
    marks.some((mark) => mark !== null) && !series[i]?.beyond && !series[i]?.unsaid ? [i] : [],
  );
}

/** step is where a key leads from a point; null where it leads nowhere. */
export function step(key: string, at: Point | null, drawing: Drawing, option: Option): Point | null {
  const series = walked(drawing, option);
  const [first] = series;
  if (first === undefined) return null;
  const along = (from: number, by: number, of: number) => next(drawing.cells[of] ?? [], from, by, of);
  if (!at)
    return ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Home', 'End'].includes(key)
      ? along(-1, 1, first)
      : null;
  const single = series.length === 1;
  const forward = lying(option) ? ['ArrowDown', 'ArrowRight'] : ['ArrowRight', 'ArrowDown'];
  const back = lying(option) ? ['ArrowUp', 'ArrowLeft'] : ['ArrowLeft', 'ArrowUp'];
  if (key === forward[0] || (single && key === forward[1]))
    return along(at.index, 1, at.series) ?? onward(drawing, option, series, at, 1);
  if (key === back[0] || (single && key === back[1]))
    return along(at.index, -1, at.series) ?? onward(drawing, option, series, at, -1);
  if (key === forward[1]) return beside(drawing, series, at, 1);
  if (key === back[1]) return beside(drawing, series, at, -1);
  if (key === 'Home') return along(-1, 1, at.series);
  if (key === 'End') return along((drawing.cells[at.series] ?? []).length, -1, at.series);
  return null;
}

/** onward goes on from the end of a series: in a calendar to the year after or before. */
function onward(drawing: Drawing, option: Option, series: number[], at: Point, by: number): Point {
  const other = Array.isArray(option.calendar) ? series[series.indexOf(at.series) + by] : undefined;
  if (other === undefined) return at;
  const marks = drawing.cells[other] ?? [];
  return next(marks, by > 0 ? -1 : marks.length, by, other) ?? at;
}

function next(marks: (Mark | null)[], from: number, by: number, series: number): Point | null {
  for (let i = from + by; i >= 0 && i < marks.length; i += by) if (marks[i]) return { series, index: i };
  return null;
}

/** beside is the nearest point of the series before or after. */
function beside(drawing: Drawing, series: number[], at: Point, by: number): Point {
  const other = series[series.indexOf(at.series) + by];
  if (other === undefined) return at;
  const marks = drawing.cells[other] ?? [];
  for (let away = 0; away < marks.length; away++) {
    if (marks[at.index - away]) return { series: other, index: at.index - away };
    if (marks[at.index + away]) return { series: other, index: at.index + away };
  }
  return at;
}

/** datumOf finds the data of a point; those of a tree are counted from the whole. */
export function datumOf(series: SeriesOption | undefined, index: number): Datum {
  const data = series?.type === 'treemap' ? [{}, ...flat(series.data ?? [])] : (series?.links ?? series?.data ?? []);
  const found = data[index];
  return typeof found === 'object' && found !== null ? found : { value: found };
}

function flat(nodes: (Datum | number | null)[]): Datum[] {
  return nodes.flatMap((node) => (typeof node === 'object' && node ? [node, ...flat(node.children ?? [])] : []));
}

/** Saying is what is needed to put points into words. */
export interface Saying {
  option: Option;
  told: Told;
  words: Words | undefined;
}

/** headOf names a point: its own name, or that of its place on the axis. */
export function headOf({ option, told }: Saying, { series, index }: Point): string {
  const of = seriesOf(option)[series];
  if (of?.type === 'radar') return spokeOf(of, index)?.[0] ?? '';
  const datum = datumOf(of, index);
  const name = datum.title ?? datum.name;
  if (name !== undefined) return name.trimEnd();
  const axis = categoryAxis(option);
  const value = axis?.data?.[index];
  if (value === undefined) return '';
  return headingOf(axis?.axisLabel?.formatter ?? '', told)?.(value) ?? value;
}

interface CategoryAxis {
  type?: string;
  data?: string[];
  axisLabel?: { formatter?: string };
}

function categoryAxis(option: Option): CategoryAxis | undefined {
  const axes = [option.xAxis, option.yAxis].flat() as (CategoryAxis | undefined)[];
  return axes.find((axis) => axis?.type === 'category');
}

function spokeOf(series: SeriesOption, index: number) {
  const [datum] = series.data ?? [];
  return typeof datum === 'object' ? datum?.spokes?.[index] : undefined;
}

/** linesOf is what is said of a point: each figure with its base. */
export function linesOf(saying: Saying, { series, index }: Point): Line[] {
  const of = seriesOf(saying.option)[series];
  if (!of) return [];
  if (of.type === 'radar') {
    const spoke = spokeOf(of, index);
    return spoke ? [lineOf(saying, [of.name ?? '', ...spoke[1].slice(1)] as Said)] : [];
  }
  const datum = datumOf(of, index);
  if (datum.says) return datum.says.map((said) => lineOf(saying, said));
  const value = datum.raw ?? (Array.isArray(datum.value) ? datum.value.at(-1) : datum.value);
  return [lineOf(saying, [of.name ?? '', of.tooltip?.valueFormatter ?? 'fmt:num', value, of.unit, datum.base])];
}

function lineOf({ told, words }: Saying, [label, name, value, unit, base]: Said): Line {
  const text = value === null || value === undefined ? missing : (formatOf(name, told)?.(value) ?? String(value));
  const counted = typeof value === 'number' && unit && (name === 'fmt:int' || name === 'fmt:num');
  return {
    label,
    text: counted && words ? words.quantity(value, unit) : text,
    base: base && words ? words.of({ row: 0, metric: '', numerator: base[0], denominator: base[1] }) : '',
  };
}

/** sentence is what is read out of a point. */
export function sentence(saying: Saying, point: Point): string {
  const head = headOf(saying, point);
  const lines = linesOf(saying, point).map(({ label, text, base }) =>
    [label, text, base && `(${base})`].filter(Boolean).join(' '),
  );
  return [head, ...lines].filter((part) => part !== '').join(', ');
}

/** isSelected reports whether one of the selections is about a mark. */
export function isSelected(mark: Mark | null | undefined, selected: Record<string, CellValue>[]): boolean {
  const keys = mark?.keys;
  if (!keys) return false;
  return selected.some((one) => {
    const names = Object.keys(one);
    return names.length > 0 && names.every((name) => name in keys && keys[name] === one[name]);
  });
}
