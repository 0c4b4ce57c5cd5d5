import type { Cell, Query } from '../../api/metricTypes';
import { isObject, isQuery } from '../../api/shapes';
import { hrefWith, useRoute } from '../../lib/route';
import { isCell, openSide, type PassportOf } from './side';

export type { PassportOf };

/** openPassport shows how a figure came about, in the panel beside the page. */
export function openPassport({ query, cell, title, view }: PassportOf): void {
  const of: PassportOf = { query, cell, title };
  if (view) {
    of.view = { asOf: view.asOf, scope: view.scope, ...(view.knownAt !== undefined && { knownAt: view.knownAt }) };
  }
  openSide({ passport: of });
}

/** RowsOf names what the page of rows shows: those behind a figure, or all of an answer. */
export interface RowsOf {
  query: Query;
  /** cell is the figure; without it the rows of the query itself are listed. */
  cell?: Cell;
  title: string;
}

/** rowsHref is the address of the rows behind a figure, or of those of an answer. */
export function rowsHref(of: RowsOf): string {
  return hrefWith({ q: JSON.stringify(of) }, 'rows');
}

/** openRows goes there. */
export function openRows(of: RowsOf): void {
  window.location.hash = rowsHref(of);
}

/** useRowsOf reads it from the address; null where the address is none of rows. */
export function useRowsOf(): RowsOf | null {
  const text = useRoute().params.get('q');
  if (text === null) return null;
  try {
    const of: unknown = JSON.parse(text);
    if (!isObject(of) || !isQuery(of.query) || (of.cell !== undefined && !isCell(of.cell))) return null;
    const title = typeof of.title === 'string' ? of.title : '';
    return { query: of.query, ...(of.cell && { cell: of.cell }), title };
  } catch {
    return null;
  }
}
