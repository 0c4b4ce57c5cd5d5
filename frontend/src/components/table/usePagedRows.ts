import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Part, Query, Result, ResultColumn } from '../../api/metricTypes';
import { rowsQuery } from '../../api/reports';
import type { Answer } from '../../api/reportTypes';
import { partsOf } from './columns';
import { Loader } from './loader';
import { pageSize } from './pages';
import type { RowSource, SourceRow } from './source';

const finders = new WeakMap<Result, (row: number, column: ResultColumn) => Part | undefined>();

function partOf(result: Result, row: number, column: ResultColumn): Part | undefined {
  const finder = finders.get(result) ?? partsOf(result.parts);
  finders.set(result, finder);
  return finder(row, column);
}

function rowOf(query: Query, page: number, result: Result, at: number): SourceRow | undefined {
  const values = result.rows[at];
  if (!values) return undefined;
  const row: SourceRow = {
    id: `${page}:${at}`,
    index: at,
    values,
    query: { ...query, offset: page * pageSize, limit: pageSize },
    page: result,
    part: (column) => partOf(result, at, column),
  };
  if (result.others?.includes(at)) row.other = true;
  return row;
}

/** sourceOf gives a table the rows of a loader. */
function sourceOf(loader: Loader, query: Query, whole: number): RowSource {
  const source: RowSource = {
    count: loader.cache.count,
    whole,
    at: (i) => {
      const page = Math.floor(i / pageSize);
      const held = loader.cache.get(page);
      return held && rowOf(query, page, held, i % pageSize);
    },
    want: (first, last) => loader.want(first, last),
    all: async (most) => {
      const rows: SourceRow[] = [];
      for (let page = 0; page * pageSize < Math.min(most, loader.cache.count); page++) {
        const held = await loader.page(page);
        const got = held.rows.map((_, at) => rowOf(query, page, held, at)).filter((row) => row !== undefined);
        rows.push(...got.slice(0, most - rows.length));
      }
      return rows;
    },
    paged: true,
  };
  if (loader.error !== undefined) source.error = loader.error;
  return source;
}

/** usePagedRows reads the rows of a question by pages, as they come into sight. same says that it is the question of the answer. */
export function usePagedRows(asked: Query, answer: Answer, same: boolean): RowSource {
  const client = useQueryClient();
  const text = JSON.stringify(asked);
  const [drawn, draw] = useState(0);
  const { result } = answer;
  const { loader, query } = useMemo(() => {
    const query = JSON.parse(text) as Query;
    const fetch = (of: Query, offset: number, limit: number) =>
      client.fetchQuery({ ...rowsQuery(of, offset, limit), gcTime: 10_000 });
    return { query, loader: new Loader(query, result, same, fetch, () => draw((n) => n + 1)) };
  }, [text, result, same, client]);
  useEffect(() => {
    loader.start();
    return () => loader.stop();
  }, [loader]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn says that the loader has more.
  return useMemo(() => sourceOf(loader, query, result.row_count), [loader, query, result, drawn]);
}
