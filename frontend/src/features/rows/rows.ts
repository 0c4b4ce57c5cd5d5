import type { Cell, ExplainedPart, Query, Result } from '../../api/metricTypes';
import type { Answer } from '../../api/reportTypes';
import type { RowsOf } from '../../components/passport/passport';

/** RowList is one list of the rows behind a figure, with the parts of the figure it makes. */
export interface RowList {
  query: Query;
  parts: ExplainedPart[];
}

/** cellOf is the figure whose rows are asked for: of a whole answer, that of its totals. A list of rows has none. */
export function cellOf(of: RowsOf): Cell | undefined {
  const metric = of.query.metrics?.[0];
  return of.cell ?? (metric === undefined ? undefined : { row: -1, metric });
}

/** listsOf are the lists behind a figure: parts that are of the same rows share one. */
export function listsOf(parts: ExplainedPart[]): RowList[] {
  const lists = new Map<string, RowList>();
  for (const part of parts) {
    for (const query of part.rows) {
      const name = JSON.stringify(query);
      const list = lists.get(name) ?? { query, parts: [] };
      list.parts.push(part);
      lists.set(name, list);
    }
  }
  return [...lists.values()];
}

/** answerOf shows rows as the answer they are. */
export function answerOf(query: Query, result: Result, title: string): Answer {
  return { query, title, result, not_applied: [], milliseconds: 0 };
}
