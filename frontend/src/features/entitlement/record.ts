import type { Catalog, CellValue, Query, Result, ResultColumn } from '../../api/metricTypes';
import type { View } from '../../api/types';

/** GroupName is a part of a record. */
export type GroupName = 'what' | 'who' | 'terms' | 'amounts' | 'origin' | 'more';

const groupOf: Record<string, GroupName> = Object.fromEntries(
  Object.entries({
    what: 'entitlement product family vendor sku status status_raw trial counts entitlement_key',
    who: 'account account_id account_key country region segment owner partner_scope partner_id',
    terms:
      'start_date end_date days_to_end auto_renew term billing cancel_until notice_terms act_by days_to_act if_nothing_is_done first_told_date created_date',
    amounts:
      'quantity assigned unassigned headroom over_assigned deployed_share value currency charged_value charged_currency charged_term charged_billing',
    origin: 'source date as_of_date import_id file line',
  }).flatMap(([group, names]) => names.split(' ').map((name) => [name, group as GroupName])),
);

/** groups are the parts of a record in the order they are read. */
export const groups: GroupName[] = ['what', 'terms', 'amounts', 'who', 'origin', 'more'];

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
    filter: { dimension: 'entitlement_key', op: 'eq', value: key },
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
    filter: { dimension: 'entitlement_key', op: 'eq', value: key },
    sort: [{ by: 'as_of_date', desc: true }],
    ...stateOf(view),
  };
}

/** Field is a column of a record with its value. */
export interface Field {
  column: ResultColumn;
  value: CellValue;
}

/** fieldsOf are the fields of the first row of an answer, by group; groups of which nothing is known are left out. */
export function fieldsOf(result: Result): { group: GroupName; fields: Field[] }[] {
  const row = result.rows[0] ?? [];
  const fields = result.columns.map((column, at) => ({ column, value: row[at] ?? null }));
  return groups
    .map((group) => ({ group, fields: fields.filter(({ column }) => groupColumn(column) === group) }))
    .filter(({ fields }) => fields.some(({ value }) => value !== null));
}

/** textOf is a text of a record, "" where it has none. */
export function textOf(result: Result, name: string): string {
  const value = result.rows[0]?.[result.columns.findIndex((one) => one.name === name)];
  return typeof value === 'string' ? value : '';
}
