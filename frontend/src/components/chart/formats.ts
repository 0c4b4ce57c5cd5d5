import { day, int, month, monthYear, monthYearShort, num, pct, pct0 } from '../../lib/format';

type Formatter = (value: unknown) => string;

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
  'fmt:month': asDay(month),
  'fmt:monthyear': asDay(monthYearShort),
  'fmt:day': asDay(day),
};

/** headings are the formats of a tooltip's first line, which has room for the year. */
const headings: Record<string, Formatter> = {
  'fmt:month': asDay(monthYear),
  'fmt:monthyear': asDay(monthYear),
  'fmt:day': asDay(day),
};

/** Option is a chart option as it came, before its formats are attached. */
export type Option = Record<string, unknown>;

/** withFormats replaces the names of formats by functions. */
export function withFormats(option: Option): Option {
  return attach(option) as Option;
}

function attach(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(attach);
  if (typeof value !== 'object' || value === null) return value;
  const made: Option = {};
  for (const [key, part] of Object.entries(value)) made[key] = formatter(key, part) ?? attach(part);
  return isAxis(value) ? withHeading(value, made) : made;
}

function formatter(key: string, part: unknown): Formatter | null {
  if ((key !== 'formatter' && key !== 'valueFormatter') || typeof part !== 'string') return null;
  const format = formats[part];
  return format ? (value) => format(plain(value)) : null;
}

/** plain reads the value out of what ECharts hands to the formatter of a label. */
function plain(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('value' in given)) return given;
  const { value } = given;
  return Array.isArray(value) ? value[value.length - 1] : value;
}

function isAxis(value: object): value is { axisLabel: { formatter: string } } {
  const label = 'axisLabel' in value ? value.axisLabel : null;
  return typeof label === 'object' && label !== null && 'formatter' in label && typeof label.formatter === 'string';
}

function withHeading(axis: { axisLabel: { formatter: string } }, made: Option): Option {
  const heading = headings[axis.axisLabel.formatter];
  if (!heading) return made;
  const label = { formatter: (given: unknown) => heading(plain(given)) };
  return { ...made, axisPointer: { ...(made.axisPointer as object | undefined), label } };
}
