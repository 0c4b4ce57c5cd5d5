import type { Answer, CellValue, ResultColumn, Visual } from '../../api/reportTypes';

interface Part {
  column: ResultColumn;
  value: CellValue;
}

/** AgendaRow is one row of an answer by the day it is due. */
export interface AgendaRow {
  key: string;
  day: string;
  name: Part;
  /** details are the other values, in the order of the answer. */
  details: Part[];
  /** state is the status of the row, "" where it has none. */
  state: string;
  /** href is the page about it. */
  href?: [string, string];
}

/** keysOf are columns that lead to a page and are not shown themselves. */
const pages = { entitlement: 'entitlement', account: 'account' } as const;

/** agendaOf are the rows of an answer that have a day, soonest first. */
export function agendaOf({ result }: Answer, visual: Visual): AgendaRow[] {
  const { columns } = result;
  const hidden = new Set(visual.columns?.filter((style) => style.hidden).map((style) => style.column));
  const dayAt = columns.findIndex(({ name, type }) => (visual.category ? name === visual.category : type === 'date'));
  if (dayAt < 0) return [];
  const shown = columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => {
      return index !== dayAt && !hidden.has(column.name) && !(column.name in pages) && column.name !== 'status';
    });
  const named =
    shown.find(({ column }) => column.name === 'account_name') ?? shown.find(({ column }) => column.type === 'text');
  const statusAt = columns.findIndex(({ name }) => name === 'status');
  const rows = result.rows.flatMap((row, index): AgendaRow[] => {
    const day = row[dayAt];
    if (typeof day !== 'string' || !named) return [];
    const part = (one: { column: ResultColumn; index: number }) => ({
      column: one.column,
      value: row[one.index] ?? null,
    });
    return [
      {
        key: String(index),
        day,
        name: part(named),
        details: shown
          .filter((one) => one !== named)
          .map(part)
          .filter(({ value }) => value !== null),
        state: String(row[statusAt] ?? ''),
        ...hrefOf(columns, row),
      },
    ];
  });
  return rows.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

function hrefOf(columns: ResultColumn[], row: CellValue[]): Pick<AgendaRow, 'href'> {
  for (const [name, page] of Object.entries(pages)) {
    const key = row[columns.findIndex((column) => column.name === name)];
    if (typeof key === 'string' && key !== '') return { href: [page, key] };
  }
  return {};
}
