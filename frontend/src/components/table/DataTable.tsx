import { Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';

import type { Sort } from '../../api/metricTypes';
import type { Answer } from '../../api/reportTypes';
import { useWords, type Words } from '../catalog/useCatalog';
import { askedOf, canAsk, type Filters } from './asked';
import { columnsOf, type TableColumn } from './columns';
import { Grid, type GridProps } from './Grid';
import { useLayout } from './layout';
import type { RowSource } from './source';
import type { DataTableProps } from './types';
import { useLocalRows } from './useLocalRows';
import { usePagedRows } from './usePagedRows';
import { treeAnswer, useTreeRows } from './useTreeRows';

export type { DataTableProps, TableRow } from './types';

/**
 * DataTable shows an answer as a table, a crosstab or a tree. Where the window
 * has all rows it sorts and filters them itself; else sorting and filters change
 * the question, and rows come by pages as they are scrolled to.
 */
export function DataTable(props: DataTableProps) {
  const words = useWords();
  if (!words) return <Skeleton height={typeof props.height === 'number' ? props.height : 200} />;
  const { result, query } = props.answer;
  if (props.visual.show === 'tree' && (query.by?.length ?? 0) > 1) return <TreeTable {...props} words={words} />;
  if (result.row_count > result.rows.length) return <PagedTable {...props} words={words} />;
  return <LocalTable {...props} words={words} />;
}

interface OfWords extends DataTableProps {
  words: Words;
}

type State = Omit<GridProps, 'source' | 'isTree'>;

const noSort: Sort[] = [];

/** useTable keeps what a person does to a table. */
function useTable(props: OfWords, answer: Answer): State {
  const { visual, words, viewKey, onVisual, find } = props;
  const columns = useMemo(() => columnsOf(answer, visual, words), [answer, visual, words]);
  const { layout, change, reset } = useLayout(viewKey, columns, visual, onVisual);
  const [filters, onFilters] = useState<Filters>({});
  const [text, onText] = useState('');
  const sort = layout.sort ?? answer.query.sort ?? noSort;
  return {
    ...props,
    answer,
    columns,
    layout,
    change,
    reset,
    sort,
    filters,
    onFilters,
    text: text || (find ?? ''),
    onText,
  };
}

function LocalTable(props: OfWords) {
  const state = useTable(props, props.answer);
  // Without a choice of the person the rows are in the order of the answer already.
  const source = useLocalRows(props.answer, state.columns, state.layout.sort ?? noSort, state.filters);
  return <Grid {...state} source={source} isTree={false} />;
}

function PagedTable(props: OfWords) {
  const state = useTable(props, props.answer);
  const { columns, filters, text, layout } = state;
  const sort = askable(layout.sort, columns);
  const asked = askedOf(props.answer.query, columns, sort, filters, text.trim());
  const same = sort.length === 0 && Object.keys(filters).length === 0 && text.trim() === '';
  const source: RowSource = usePagedRows(asked, props.answer, same);
  return <Grid {...state} source={source} isTree={false} />;
}

function TreeTable(props: OfWords) {
  const first = useMemo(() => treeAnswer(props.answer), [props.answer]);
  const state = useTable(props, first);
  const sort = askable(state.layout.sort, state.columns);
  const answer = useMemo(
    () => (sort.length > 0 ? { ...props.answer, query: { ...props.answer.query, sort } } : props.answer),
    [props.answer, sort],
  );
  const source = useTreeRows(answer);
  return <Grid {...state} source={source} isTree />;
}

/** askable leaves out what a question cannot sort by. */
function askable(sort: Sort[] | undefined, columns: TableColumn[]): Sort[] {
  const some = sort?.filter((one) => columns.some((column) => column.id === one.by && canAsk(column)));
  return some?.length ? some : noSort;
}
