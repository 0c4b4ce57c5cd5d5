import { day, int, month, monthYear, monthYearShort, num, pct, pct0, type Style, styled } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { periodText } from '../catalog/periods';
import { spanItem } from './span';

/** Formatter prints a value; at is its place on an axis. */
export type Formatter = (value: unknown, at?: number) => string;

/** Told is what formats need to know beside the value. */
export interface Told {
  t: T;
  /** fiscalStart is the month the fiscal year begins with. */
  fiscalStart: number;
}

const asNumber = (format: (value: number | null) => string) => (value: unknown) =>
  format(typeof value === 'number' ? value : value === null || value === '' ? null : Number(value));

const asDay = (format: (value: string | number) => string) => (value: unknown) =>
  format(typeof value === 'number' ? value : String(value ?? ''));

/** formats are the names an option may carry in place of a function (docs/bridge.md). */
export const formats: Record<string, Formatter> = {
  'fmt:int': asNumber(int),
  'fmt:num': asNumber(num),
  'fmt:pct': asNumber(pct),
  'fmt:pct0': asNumber(pct0),
  'fmt:short': asNumber((value) => styled(value, { style: 'abbreviated' })),
  'fmt:month': asDay(dated(month)),
  'fmt:monthyear': asDay(dated(monthYearShort)),
  'fmt:day': asDay(dated(day)),
  'fmt:week': asDay(dated(day)),
};

/** onAxis prints a month; the first of an axis has its year. */
const onAxis: Formatter = (value, at) => asDay(dated((one) => month(one, at === 0)))(value);

/** dated leaves alone what is no date: the word for rows without one. */
function dated(format: (value: string | number) => string) {
  return (value: string | number) =>
    typeof value === 'number' || /^\d{4}-\d{2}/.test(value) || value === '' ? format(value) : value;
}

/** headings are the formats of a tooltip's first line, which has room for the year. */
const headings: Record<string, Formatter> = {
  'fmt:month': asDay(dated(monthYear)),
  'fmt:monthyear': asDay(dated(monthYear)),
  'fmt:day': asDay(dated(day)),
};

const styles = ['decimal', 'abbreviated', 'currency', 'percentage', 'scientific'];

/** longest is how much of a name is printed beside a mark; the tooltip has all of it. */
const longest = 34;

/** cut shortens a name. */
export function cut(name: string): string {
  return name.length > longest ? `${name.slice(0, longest - 1).trimEnd()}…` : name.trimEnd();
}

/** formatOf finds the formatter of a name; null where it is none of ours. */
export function formatOf(name: string, told?: Told): Formatter | null {
  if (!name.startsWith('fmt:')) return null;
  const known = formats[name];
  if (known) return known;
  const [, kind = '', ...rest] = name.split(':');
  if (styles.includes(kind)) return inStyle(kind as Style['style'], rest);
  return told ? period(kind, told) : null;
}

/** inStyle is fmt:STYLE:CURRENCY:DIGITS. */
function inStyle(style: Style['style'], [currency = '', digits = '']: string[]): Formatter {
  const how: Style = { style, currency };
  if (digits !== '') how.digits = Number(digits);
  return asNumber((value) => styled(value, how));
}

function period(grain: string, { t, fiscalStart }: Told): Formatter {
  return (value) => {
    const text = String(value ?? '');
    const number = /^\d{1,3}$/.test(text) ? Number(text) : null;
    if (number === null && !/^\d{4}-\d{2}/.test(text)) return text;
    return periodText(grain, number ?? text, t, fiscalStart) ?? text;
  };
}

/** headingOf prints a point of an axis that has a format, with the year. */
export function headingOf(name: string, told?: Told): Formatter | null {
  if (name === 'fmt:week' && told) return period('week', told);
  return name.startsWith('fmt:') ? (headings[name] ?? formatOf(name, told)) : null;
}

/** Option is a chart option as it came, before its formats are attached. */
export type Option = Record<string, unknown>;

/** withFormats replaces the names of formats by functions, and that of a drawing by what draws it. */
export function withFormats(option: Option, told?: Told): Option {
  return attach(option, told) as Option;
}

function attach(value: unknown, told?: Told): unknown {
  if (Array.isArray(value)) return value.map((part) => attach(part, told));
  if (typeof value !== 'object' || value === null) return value;
  const made: Option = {};
  for (const [key, part] of Object.entries(value)) {
    made[key] =
      key === 'renderItem' && part === 'draw:span' ? spanItem : (formatter(key, part, told) ?? attach(part, told));
  }
  return isAxis(value) ? withHeading(value, made, told) : made;
}

function formatter(key: string, part: unknown, told?: Told): Formatter | null {
  if ((key !== 'formatter' && key !== 'valueFormatter') || typeof part !== 'string') return null;
  if (part === 'fmt:name') return (given) => cut(typeof given === 'string' ? given : textOf(given, 'name'));
  if (part === 'fmt:month') return (given, at) => onAxis(plain(given), at);
  if (part === 'fmt:title') return (given) => cut(textOf(dataOf(given), 'title'));
  const [first = '', ...rest] = part.split(/:(?=fmt:)/);
  const format = formatOf(rest[0] ?? first, told);
  if (!format) return null;
  switch (rest.length > 0 ? first : '') {
    case 'slice':
      return (given) => `${cut(textOf(given, 'name'))}\n${format(plain(given))}`;
    case 'first':
      return (given) =>
        format(Array.isArray(dataOf(given).value) ? (dataOf(given).value as unknown[])[0] : plain(given));
    case 'drawn':
      return (given) => format(dataOf(given).value);
    default:
      return (given) => format(plain(given));
  }
}

function textOf(given: unknown, key: string): string {
  const text = typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[key] : given;
  return typeof text === 'string' ? text : '';
}

function dataOf(given: unknown): { value?: unknown; raw?: unknown } & Record<string, unknown> {
  const data = typeof given === 'object' && given !== null && 'data' in given ? given.data : null;
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}

/** plain reads the value out of what ECharts hands to the formatter of a label; what is drawn may be a part of it. */
export function plain(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('value' in given)) return given;
  const { raw } = dataOf(given);
  if (raw !== undefined) return raw;
  const { value } = given;
  return Array.isArray(value) ? value[value.length - 1] : value;
}

function isAxis(value: object): value is { axisLabel: { formatter: string } } {
  const label = 'axisLabel' in value ? value.axisLabel : null;
  return typeof label === 'object' && label !== null && 'formatter' in label && typeof label.formatter === 'string';
}

function withHeading(axis: { axisLabel: { formatter: string } }, made: Option, told?: Told): Option {
  const heading = headingOf(axis.axisLabel.formatter, told);
  if (!heading || !('data' in axis || headings[axis.axisLabel.formatter])) return made;
  const label = { formatter: (given: unknown) => heading(plain(given)) };
  return { ...made, axisPointer: { ...(made.axisPointer as object | undefined), label } };
}
