import { useCallback, useMemo } from 'react';

import type { CellValue } from '../../api/metricTypes';
import { openPassport } from '../passport/passport';
import { openSide } from '../passport/side';
import { cellOf, keysOf, type TableColumn } from './columns';
import type { GridProps } from './Grid';
import type { SourceRow } from './source';

/** RowActs are what a press or a key does to a cell. */
export interface RowActs {
  isSelected: (row: SourceRow) => boolean;
  /** explain opens the passport of a figure, and says whether there is one. */
  explain: (row: number, column: number) => boolean;
  select: (row: SourceRow, add: boolean) => void;
  open: (row: SourceRow) => void;
  /** record shows all of a row beside the page. */
  record: () => void;
  press: (
    event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean },
    row: number,
    column: number,
    twice: boolean,
  ) => void;
  /** enter is what Enter does on a cell. */
  enter: (row: number, column: number, add: boolean) => void;
}

/** useRowActs explains figures, selects rows and opens them. */
export function useRowActs(props: GridProps, visible: TableColumn[]): RowActs {
  const { source, answer, columns, onExplain, onSelect, onOpenRow, viewKey, selected } = props;
  const isSelected = useMemo(() => selectionOf(columns, selected ?? []), [columns, selected]);

  const explain = useCallback(
    (row: number, at: number) => {
      const column = visible[at];
      if (!column) return false;
      const held = row === source.count ? undefined : source.at(row);
      if (row !== source.count && (!held || held.other)) return false;
      const cell = cellOf(column, held?.index ?? -1);
      if (!cell || (!held && !answer.result.totals)) return false;
      const query = held?.query ?? answer.query;
      // Who shows the answer explains by its question; a table that asked another one explains by that.
      if (onExplain && query === answer.query) onExplain(cell);
      else openPassport({ query, cell, title: answer.title });
      return true;
    },
    [visible, source, answer, onExplain],
  );
  const record = () => openSide({ row: viewKey });
  const open = (row: SourceRow) => {
    if (!onOpenRow) return record();
    onOpenRow({ index: row.index, values: row.values, keys: keysOf(columns, row.values), query: row.query });
  };
  const select = (row: SourceRow, add: boolean) =>
    onSelect?.({ row: row.index, metric: '', keys: keysOf(columns, row.values) }, add);

  const press: RowActs['press'] = (event, row, column, twice) => {
    const held = source.at(row);
    if (twice) {
      if (held && visible[column]?.key) open(held);
      return;
    }
    if (event.shiftKey) return;
    if (held?.branch && column === 0) return source.toggle?.(held);
    if (explain(row, column) || !held || held.other || !visible[column]?.key) return;
    if (onSelect) select(held, event.ctrlKey || event.metaKey);
    else if (onOpenRow) open(held);
  };
  const enter: RowActs['enter'] = (row, column, add) => {
    const held = source.at(row);
    if (held?.branch && column === 0 && !held.branch.leaf) return source.toggle?.(held);
    if (explain(row, column) || !held) return;
    if (onSelect && (add || !onOpenRow) && !held.other) select(held, add);
    else open(held);
  };
  return { isSelected, explain, select, open, record, press, enter };
}

/** selectionOf says of a row whether it is among those chosen by their keys: all keys that the row has must be equal. */
function selectionOf(columns: TableColumn[], selected: Record<string, CellValue>[]): (row: SourceRow) => boolean {
  const places = new Map(columns.filter((one) => one.key).map((one) => [one.column.name, one.at]));
  const wanted = selected.map((keys) => Object.entries(keys).filter(([name]) => places.has(name)));
  return (row) =>
    wanted.some(
      (keys) =>
        keys.length > 0 && keys.every(([name, value]) => (row.values[places.get(name) ?? -1] ?? null) === value),
    );
}
