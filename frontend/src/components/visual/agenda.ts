import type { CellValue, ResultColumn } from '../../api/metricTypes';
import type { Answer, Visual } from '../../api/reportTypes';

interface Part {
  column: ResultColumn;
  value: CellValue;
}

/** AgendaRow is one row of an answer by the day it is due. */
export interface AgendaRow {
  key: string;
  /** day is "" where none is known; such rows come last. */
  day: string;
  name: Part;
  /** values are all that is shown, by column. */
  values: Record<string, Part>;
  /** details are the values beside name and day, in the order of the answer. */
  details: Part[];
  /** state is the status of the row, "" where it has none. */
  state: string;
  /** href is the page about it. */
  href?: [string, string];
}

/** pages are where columns of keys lead to; the keys themselves are not shown. */
const pages: Record<string, string> = {
  entitlement_key: 'entitlement',
  account_key: 'account',
};

/** agendaOf are the rows of an answer by their day, soonest first. */
export function agendaOf({ result }: Answer, visual: Visual): AgendaRow[] {
  const { columns } = result;
  const hidden = new Set(visual.columns?.filter((style) => style.hidden).map((style) => style.column));
  const dayAt = dayOf(columns, visual);
  const shown = columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => index !== dayAt && !hidden.has(column.name) && !(column.name in pages));
  const named =
    shown.find(({ column }) => column.name === 'account') ?? shown.find(({ column }) => column.type === 'text');
  if (dayAt < 0 || !named) return [];
  const rows = result.rows.map((row, index): AgendaRow => {
    const parts = shown.map(({ column, index: at }): Part => ({ column, value: row[at] ?? null }));
    const values = Object.fromEntries(parts.map((part) => [part.column.name, part]));
    return {
      key: String(index),
      day: String(row[dayAt] ?? ''),
      name: { column: named.column, value: row[named.index] ?? null },
      values,
      details: parts.filter(
        ({ column, value }) => column !== named.column && value !== null && column.name !== 'status',
      ),
      state: values.trial?.value === 'yes' ? 'trial' : String(values.status?.value ?? ''),
      ...hrefOf(columns, row),
    };
  });
  return rows.sort((a, b) => Number(a.day === '') - Number(b.day === '') || a.day.localeCompare(b.day));
}

/** dayOf is the column of the day a row is due: the one that was chosen, else the last day to act, else the end, else the first day there is. */
function dayOf(columns: ResultColumn[], visual: Visual): number {
  const wanted = visual.category ? [visual.category] : ['act_by', 'end_date'];
  const found = wanted.map((name) => columns.findIndex((column) => column.name === name)).find((at) => at >= 0);
  return found ?? (visual.category ? -1 : columns.findIndex(({ type }) => type === 'date'));
}

function hrefOf(columns: ResultColumn[], row: CellValue[]): Pick<AgendaRow, 'href'> {
  for (const [name, page] of Object.entries(pages)) {
    const key = row[columns.findIndex((column) => column.name === name)];
    if (typeof key === 'string' && key !== '') return { href: [page, key] };
  }
  return {};
}
