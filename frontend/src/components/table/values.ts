import type { CellValue } from '../../api/metricTypes';
import type { StyleRule, Tone } from '../../api/reportTypes';
import { fold, region, sortKey } from '../../lib/format';
import type { TableColumn } from './columns';

/** compare orders two values of a column as people do; what is missing comes last, whichever way. */
export function compare(a: CellValue | undefined, b: CellValue | undefined, desc: boolean): number {
  const lacksA = a === null || a === undefined;
  const lacksB = b === null || b === undefined;
  if (lacksA || lacksB) return Number(lacksA) - Number(lacksB);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : textOrder(String(a), String(b));
  return desc ? -order : order;
}

const sortKeys = new Map<string, string>();

/** keyOf is the sort key of a text; keys are kept, for sorting asks for each of them many times. */
function keyOf(text: string): string {
  const known = sortKeys.get(text);
  if (known !== undefined) return known;
  if (sortKeys.size > 100_000) sortKeys.clear();
  const key = sortKey(text);
  sortKeys.set(text, key);
  return key;
}

function textOrder(a: string, b: string): number {
  const [x, y] = [keyOf(a), keyOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** ColumnFilter limits a table to the rows whose value in a column fits. */
export interface ColumnFilter {
  contains?: string;
  values?: CellValue[];
  from?: number | string;
  to?: number | string;
}

/** isEmptyFilter says whether a filter lets everything through. */
export function isEmptyFilter(filter: ColumnFilter): boolean {
  return !filter.contains && !filter.values?.length && filter.from === undefined && filter.to === undefined;
}

/** passes says whether a value fits a column's filter. A missing value fits only where it was chosen. */
export function passes(value: CellValue | undefined, filter: ColumnFilter): boolean {
  if (filter.values?.length && !filter.values.includes(value ?? null)) return false;
  if (filter.contains && !fold(String(value ?? '')).includes(fold(filter.contains))) return false;
  return within(value, filter.from, filter.to);
}

function within(
  value: CellValue | undefined,
  from: number | string | undefined,
  to: number | string | undefined,
): boolean {
  if (from === undefined && to === undefined) return true;
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  // A time of the last day is inside: days compare by their first ten signs.
  const of = typeof value === 'string' ? value.slice(0, 10) : value;
  return (from === undefined || of >= from) && (to === undefined || of <= to);
}

/** toneOf is the tone of the first rule of a table's conditional formatting that holds for a column of a row. */
export function toneOf(
  rules: StyleRule[],
  column: TableColumn,
  value: (name: string) => CellValue | undefined,
): Tone | undefined {
  const names = [column.column.name, column.column.metric];
  return rules.find((rule) => !rule.row && names.includes(rule.column) && holds(rule, value(column.column.name)))?.tone;
}

/** rowToneOf is the tone of a whole row. */
export function rowToneOf(rules: StyleRule[], value: (name: string) => CellValue | undefined): Tone | undefined {
  return rules.find((rule) => rule.row && holds(rule, value(rule.column)))?.tone;
}

/** holds says whether a value fulfils the comparison of a rule; what is missing fulfils only is_null. */
export function holds(rule: StyleRule, value: CellValue | undefined): boolean {
  const lacks = value === null || value === undefined;
  if (rule.op === 'is_null') return lacks;
  if (lacks) return false;
  const against = rule.value as CellValue;
  switch (rule.op) {
    case 'eq':
      return value === against;
    case 'ne':
      return value !== against;
    case 'not_null':
      return true;
    case 'contains':
      return fold(String(value)).includes(fold(String(against)));
    case 'in':
      return rule.values?.includes(value) ?? false;
    case 'between': {
      const [low, high] = rule.values as [CellValue, CellValue];
      return order(value, low) >= 0 && order(value, high) <= 0;
    }
    case 'gt':
      return order(value, against) > 0;
    case 'ge':
      return order(value, against) >= 0;
    case 'lt':
      return order(value, against) < 0;
    case 'le':
      return order(value, against) <= 0;
    default:
      return false;
  }
}

function order(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** plain writes a value for a sheet: numbers in full with the region's decimal sign, days as they are, nothing for what is missing. */
export function plain(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') {
    return new Intl.NumberFormat(region(), { useGrouping: false, maximumFractionDigits: 15 }).format(value);
  }
  const text = String(value).replace(/[\t\r\n]+/g, ' ');
  // A sheet would take such a text for an expression and compute it.
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

/** tsv writes a head and rows as lines of values with tabs between. */
export function tsv(head: string[], rows: (CellValue | undefined)[][]): string {
  const lines = [head.map((title) => plain(title)), ...rows.map((row) => row.map(plain))];
  return lines.map((cells) => cells.join('\t')).join('\n');
}
