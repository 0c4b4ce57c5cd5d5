import type { Catalog, CellValue, Query, Result, ResultColumn } from '../../api/metricTypes';
import type { View } from '../../api/types';
import { exactly } from '../../components/filter/exactly';

/** GroupName is a part of a record. */
export type GroupName = 'what' | 'who' | 'terms' | 'amounts' | 'origin' | 'more';

/** places are the columns of each part in the order they are read. */
const places = Object.entries({
  what: 'product family vendor sku status status_raw trial counts entitlement entitlement_key',
  who: 'account account_id account_key country region segment owner partner_scope partner_id',
  terms:
    'act_by days_to_act if_nothing_is_done end_date days_to_end auto_renew notice_terms cancel_until start_date term billing created_date first_told_date',
  amounts:
    'quantity assigned unassigned over_assigned deployed_share headroom value currency charged_value charged_currency charged_term charged_billing',
  origin: 'source date as_of_date import_id file line',
}).flatMap(([group, names]) => names.split(' ').map((name) => [name, group as GroupName] as const));

const groupOf: Record<string, GroupName> = Object.fromEntries(places);
const order = places.map(([name]) => name);

/** groups are the columns of the page, each with the parts of a record that stand in it, one below the other. */
export const groups: GroupName[][] = [
  ['what', 'who'],
  ['terms', 'origin'],
  ['amounts', 'more'],
];

/** groupColumn is the part a column belongs to. */
export function groupColumn(column: ResultColumn): GroupName {
  return groupOf[column.name] ?? 'more';
}

const dataset = 'every_entitlement';

function stateOf(view: View): Query {
  return { ...(view.asOf !== '' && { as_of: view.asOf }), ...(view.knownAt && { known_at: view.knownAt }) };
}

/** recordQuery asks for everything about an entitlement, in any state. */
export function recordQuery(catalog: Catalog, key: string, view: View): Query {
  return {
    dataset,
    columns: catalog.datasets.find((one) => one.name === dataset)?.dimensions ?? [],
    filter: exactly({ dimension: 'entitlement_key', op: 'eq', value: key }),
    ...stateOf(view),
  };
}

const told = [
  'as_of_date',
  'status',
  'quantity',
  'assigned',
  'start_date',
  'end_date',
  'auto_renew',
  'value',
  'currency',
  'source',
  'file',
  'line',
  'import_id',
];

/** historyQuery asks for what each import told of an entitlement, the newest first. */
export function historyQuery(key: string, view: View): Query {
  return {
    dataset: 'entitlement_history',
    columns: told,
    filter: exactly({ dimension: 'entitlement_key', op: 'eq', value: key }),
    sort: [{ by: 'as_of_date', desc: true }],
    ...stateOf(view),
  };
}

/** Field is a column of a record with its value. */
export interface Field {
  column: ResultColumn;
  value: CellValue;
}

/** Part is a part of a record with its fields. */
export interface Part {
  group: GroupName;
  fields: Field[];
}

/** fieldsOf are the fields of the first row of an answer, by column of the page; parts of which nothing is known are left out. */
export function fieldsOf(result: Result): Part[][] {
  const row = result.rows[0] ?? [];
  const fields = result.columns
    .map((column, at) => ({ column, value: row[at] ?? null }))
    .filter((field) => !saysNothing(field, result))
    .sort((a, b) => placeOf(a.column) - placeOf(b.column));
  return groups.map((column) =>
    column
      .map((group) => ({ group, fields: fields.filter(({ column }) => groupColumn(column) === group) }))
      .filter(({ fields }) => fields.some(({ value }) => value !== null)),
  );
}

function placeOf({ name }: ResultColumn): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

/** saysNothing is true of the day of a source that tells none beside the day its data is as of, and of a key that is the name again. */
function saysNothing({ column, value }: Field, result: Result): boolean {
  if (column.name === 'date') return value === null;
  return column.name === 'entitlement_key' && value === textOf(result, 'entitlement');
}

/** textOf is a text of a record, "" where it has none. */
export function textOf(result: Result, name: string): string {
  const value = result.rows[0]?.[result.columns.findIndex((one) => one.name === name)];
  return typeof value === 'string' ? value : '';
}
