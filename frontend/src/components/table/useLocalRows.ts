import {
  type ColumnDef,
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';

import type { CellValue, Sort } from '../../api/metricTypes';
import type { Answer } from '../../api/reportTypes';
import type { Filters } from './asked';
import { partsOf, type TableColumn } from './columns';
import type { RowSource, SourceRow } from './source';
import { type ColumnFilter, compare, passes } from './values';

const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
});

interface Held {
  index: number;
  values: CellValue[];
}

function columnDefs(columns: TableColumn[], desc: ReadonlySet<string>): ColumnDef<typeof features, Held>[] {
  return columns.map((column) => ({
    id: column.id,
    accessorFn: (row: Held) => row.values[column.at],
    enableMultiSort: true,
    // The table turns the order round for descending columns; what is missing comes last in both, so it is turned here, too.
    sortFn: (a, b) => {
      const down = desc.has(column.id);
      const order = compare(a.original.values[column.at], b.original.values[column.at], down);
      return down ? -order : order;
    },
    filterFn: Object.assign(
      (row: { original: Held }, _: string, filter: ColumnFilter) => passes(row.original.values[column.at], filter),
      { autoRemove: () => false },
    ),
  }));
}

/** useLocalRows sorts and filters the rows of an answer in the window; each is done again only when its input changes. */
export function useLocalRows(answer: Answer, columns: TableColumn[], sort: Sort[], filters: Filters): RowSource {
  const { result, query } = answer;
  const data = useMemo(() => result.rows.map((values, index): Held => ({ index, values })), [result]);
  const desc = useMemo(() => new Set(sort.filter((one) => one.desc).map((one) => one.by)), [sort]);
  const defs = useMemo(() => columnDefs(columns, desc), [columns, desc]);
  const state = useMemo(() => {
    const known = new Set(columns.map((one) => one.id));
    return {
      sorting: sort.filter((one) => known.has(one.by)).map((one) => ({ id: one.by, desc: one.desc ?? false })),
      columnFilters: Object.entries(filters)
        .filter(([id]) => known.has(id))
        .map(([id, value]) => ({ id, value })),
    };
  }, [columns, sort, filters]);
  const table = useTable({ features, columns: defs, data, state });
  const rows = table.getRowModel().rows;
  return useMemo(() => {
    const part = partsOf(result.parts);
    const others = new Set(result.others);
    const at = (i: number): SourceRow | undefined => {
      const held = rows[i]?.original;
      if (!held) return undefined;
      const row: SourceRow = {
        id: String(held.index),
        index: held.index,
        values: held.values,
        query,
        page: result,
        part: (column) => part(held.index, column),
      };
      if (others.has(held.index)) row.other = true;
      return row;
    };
    return {
      count: rows.length,
      whole: result.rows.length,
      at,
      want: () => {},
      all: async (most: number) =>
        rows
          .slice(0, most)
          .map((_, i) => at(i))
          .filter((row) => row !== undefined),
      paged: false,
    };
  }, [rows, result, query]);
}
