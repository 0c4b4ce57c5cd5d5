import type { CellValue, Part, Query, Result, ResultColumn } from '../../api/metricTypes';

/** TablePage is what came of an answer at once. */
export type TablePage = Pick<Result, 'columns' | 'rows'>;

/** SourceRow is a row a table shows. */
export interface SourceRow {
  /** id stays that of the row while others come and go. */
  id: string;
  /** index is that in the rows of the answer to query. */
  index: number;
  values: CellValue[];
  query: Query;
  /** page is what the row came with; the lines beside figures are asked for by page. */
  page?: TablePage;
  part: (column: ResultColumn) => Part | undefined;
  /** other is set for the row of what Top leaves out. */
  other?: boolean;
  /** branch is set for a row of a tree that can open; level is its depth from 0. */
  branch?: { level: number; open: boolean; leaf: boolean; state?: 'loading' | 'error' };
}

/** RowSource gives a table its rows; those not there yet are undefined until they come. */
export interface RowSource {
  /** count is the number of rows in all. */
  count: number;
  /** whole is the number without the filters of columns. */
  whole: number;
  at(index: number): SourceRow | undefined;
  /** want says which rows are in sight. */
  want(first: number, last: number): void;
  /** toggle opens and closes a row of a tree. */
  toggle?(row: SourceRow): void;
  /** all gives every row, for copying; at most so many. */
  all(most: number): Promise<SourceRow[]>;
  /** paged is set where sorting, filters and finding change the question. */
  paged: boolean;
  error?: unknown;
}
