import type { ReactNode } from 'react';

import type { Cell, CellValue, Query } from '../../api/metricTypes';
import type { Answer, Mark, Visual } from '../../api/reportTypes';

/** TableRow is a row of an answer as a table hands it out. */
export interface TableRow {
  /** index is that in the rows of the answer to query. */
  index: number;
  values: CellValue[];
  /** keys are the values of what is no figure, by column. */
  keys: Record<string, CellValue>;
  query: Query;
}

/** TableHeight is in px; "fill" takes that of the box around, rows is that of so many rows at most. */
export type TableHeight = number | 'fill' | { rows: number };

/** DataTableProps are those of every table of an answer. */
export interface DataTableProps {
  /** viewKey is the name under which widths, order and the rest are remembered. */
  viewKey: string;
  answer: Answer;
  visual: Visual;
  /** find is a text whose hits are marked; Ctrl+F asks for one inside the table. */
  find?: string;
  /** bar shows find, columns and the number of rows above the table, for tables that fill a page. */
  bar?: boolean;
  /** selected are the rows chosen in this or another tile, by their keys. */
  selected?: Record<string, CellValue>[];
  onSelect?: (mark: Mark, add: boolean) => void;
  /** onExplain opens the passport of a figure of the answer. A table that sorts, filters or opens groups by questions of its own explains by those, itself. */
  onExplain?: ((cell: Cell) => void) | undefined;
  /** onOpenRow follows a row; without it the record is shown beside the page. */
  onOpenRow?: (row: TableRow) => void;
  /** lead stands before the first cell of each row, whose keys it is given; it must not change from one drawing to the next. */
  lead?: (keys: Record<string, CellValue>) => ReactNode;
  height: TableHeight;
  /** onVisual keeps widths, order and the rest in the report instead of on this computer. */
  onVisual?: (visual: Visual) => void;
}
