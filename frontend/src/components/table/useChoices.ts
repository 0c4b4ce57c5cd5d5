import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { CellValue, ValueList } from '../../api/metricTypes';
import { valuesQuery } from '../../api/reports';
import type { Answer } from '../../api/reportTypes';
import type { Words } from '../catalog/useCatalog';
import type { TableColumn } from './columns';
import type { Choices } from './Head';
import type { RowSource } from './source';
import { compare } from './values';

/** mostValues is how many values a filter offers. */
const mostValues = 500;

/** useChoices finds the values a column's filter offers: those of all rows, asked for where the window has not all of them. */
export function useChoices(answer: Answer, source: RowSource, words: Words): (column: TableColumn) => Promise<Choices> {
  const client = useQueryClient();
  return useCallback(
    async (column) => {
      const text = (value: CellValue) => words.cell(column.column, value, column.style);
      const made = (values: CellValue[], more: boolean) => ({
        values: values.map((value) => ({ value, text: text(value) })),
        more,
      });
      if (!source.paged || column.dimension === undefined) {
        const all = [...new Set(answer.result.rows.map((row) => row[column.at] ?? null))];
        const inOrder = all.sort((a, b) => compare(a, b, false));
        return made(inOrder.slice(0, mostValues), source.paged || inOrder.length > mostValues);
      }
      const { query } = answer;
      const list: ValueList = { dimension: column.column.name, limit: mostValues };
      if (query.columns) list.dataset = query.dataset ?? 'entitlements';
      if (query.filter) list.filter = query.filter;
      if (query.scope) list.scope = query.scope;
      if (query.as_of) list.as_of = query.as_of;
      const { placeholderData: _, ...options } = valuesQuery(list);
      const listed = await client.fetchQuery(options);
      return made(
        listed.map((one) => one.value),
        listed.length >= mostValues,
      );
    },
    [answer, source, words, client],
  );
}
