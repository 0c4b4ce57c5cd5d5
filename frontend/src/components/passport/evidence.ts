import type { CellValue, Explanation, ResultColumn } from '../../api/metricTypes';

/** traces are columns that say where a row is from; the line is shown for all of them. */
const traces = new Set([
  'file',
  'line',
  'import_id',
  'account_key',
  'entitlement_key',
  'partner_id',
  'source',
  'as_of_date',
]);

/** signs are columns that name by a sign what another column of the same row names in words. */
const signs: Record<string, string[]> = {
  account_key: ['account'],
  account_id: ['account'],
  entitlement_key: ['entitlement', 'product'],
  entitlement: ['product'],
};

/** isSign says whether a value is only a sign of what other values of its row say in words. */
export function isSign(name: string, keys: Record<string, unknown>): boolean {
  return (signs[name] ?? []).some((other) => typeof keys[other] === 'string' && keys[other] !== '');
}

/** isDull says whether a column tells rows apart by signs nobody knows. */
export function isDull(name: string): boolean {
  return dull.has(name);
}

/** dull are columns that tell rows apart by signs nobody knows; another one goes before. */
const dull = new Set(['entitlement', 'account_id', 'sku', 'unit', 'status_raw']);

/** mostRows is how many rows the passport shows; the page of rows has all. */
export const mostRows = 6;

/** evidenceColumns are the few columns that tell the rows behind a figure apart, and the amounts that make it. */
export function evidenceColumns(explanation: Explanation): ResultColumn[] {
  const { columns, rows, keys } = explanation;
  const given = columns.filter((one) => !traces.has(one.name) && rows.some((row) => (row[one.name] ?? null) !== null));
  const different = (one: ResultColumn) =>
    new Set(rows.map((row) => row[one.name]).filter((value) => value != null)).size;
  const varies = (one: ResultColumn) => different(one) > 1;
  const telling = (one: ResultColumn) => (dull.has(one.name) ? 0 : different(one));
  const isNumber = (one: ResultColumn) => one.type === 'number' || one.type === 'ratio';
  const words = given.filter((one) => !isNumber(one) && !(one.name in keys));
  const texts = words.filter((one) => one.type === 'text').sort((a, b) => telling(b) - telling(a));
  const first = texts[0] ?? given.find((one) => !isNumber(one));
  const numbers = given.filter(isNumber).slice(0, 2);
  const second = numbers.length < 2 ? words.find((one) => one !== first && varies(one)) : undefined;
  return [first, second, ...numbers].filter((one) => one !== undefined);
}

/** linesOf are the lines of its file a row is from. */
export function linesOf(row: Record<string, CellValue>): number[] {
  const lines = row.lines as unknown;
  if (Array.isArray(lines)) return lines.filter((line) => typeof line === 'number');
  return typeof row.line === 'number' ? [row.line] : [];
}

/** filesOf are the files the rows are from, each with the import that read it. */
export function filesOf(explanation: Explanation): { file: string; importId: number | null }[] {
  const files = new Map<string, number | null>();
  for (const row of explanation.rows) {
    if (typeof row.file !== 'string' || files.has(row.file)) continue;
    files.set(row.file, typeof row.import_id === 'number' ? row.import_id : null);
  }
  return [...files].map(([file, importId]) => ({ file, importId }));
}

/** Step is a bar of the waterfall from a rate down to 100 %. */
export interface Step {
  kind: 'raw' | 'explained' | 'unknown';
  /** name is that of the cause. */
  name: string;
  from: number;
  to: number;
  points: number;
}

/** waterfall takes off a rate what each cause explains at most, and leaves what none does. */
export function waterfall(explanation: Explanation): Step[] {
  const { value, causes } = explanation;
  if (typeof value !== 'number' || value <= 1 || !causes?.length) return [];
  const steps: Step[] = [{ kind: 'raw', name: '', from: 1, to: value, points: value }];
  let rest = value;
  for (const cause of causes) {
    if (!cause.points) continue;
    const to = Math.max(1, rest - cause.points);
    if (to < rest) steps.push({ kind: 'explained', name: cause.name, from: to, to: rest, points: rest - to });
    rest = to;
  }
  // What rounding leaves is nothing to be explained.
  if (rest - 1 > 0.0005) steps.push({ kind: 'unknown', name: '', from: 1, to: rest, points: rest - 1 });
  return steps;
}
