import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { By, CellValue, Filter, Query, Result } from '../../api/metricTypes';
import { rowsQuery } from '../../api/reports';
import type { Answer } from '../../api/reportTypes';
import { exactly } from '../filter/exactly';
import { dimensionOf, joined } from './asked';
import { partsOf } from './columns';
import type { RowSource, SourceRow } from './source';

/** mostBranches is how many rows of a level are listed. */
const mostBranches = 1000;

/** nameOf is the dimension of a part of Query.by. */
export function nameOf(by: By): string {
  return typeof by === 'string' ? by : by.dimension;
}

/** levelQuery asks for the rows of a tree below the values of the levels above: with fewer By, so that subtotals are asked and never summed. */
export function levelQuery(query: Query, path: CellValue[]): Query {
  const by = query.by ?? [];
  const filters = path.map((value, i): Filter => {
    const name = dimensionOf(nameOf(by[i] ?? ''), query);
    return value === null ? { ...name, op: 'is_null' } : exactly({ ...name, op: 'eq', value });
  });
  const made: Query = { ...query, by: by.slice(path.length, path.length + 1) };
  for (const part of ['limit', 'offset', 'top', 'pivot', 'calculations'] as const) delete made[part];
  const filter = joined(query.filter, filters);
  if (filter) made.filter = filter;
  const below = new Set([...(made.by ?? []).map(nameOf), ...(query.metrics ?? [])]);
  const sort = query.sort?.filter((one) => below.has(one.by.split('.')[0] ?? ''));
  delete made.sort;
  if (sort?.length) made.sort = sort;
  return made;
}

interface Level {
  query: Query;
  result?: Result;
  error?: boolean;
}

const idOf = (path: CellValue[]) => JSON.stringify(path);

/** flatten lists the rows of a tree that are open, each below the one it belongs to. */
export function flatten(
  levels: ReadonlyMap<string, Level>,
  open: ReadonlySet<string>,
  depth: number,
  path: CellValue[] = [],
): SourceRow[] {
  const held = levels.get(idOf(path));
  if (!held?.result) return [];
  const { result, query } = held;
  const part = partsOf(result.parts);
  const level = path.length;
  return result.rows.flatMap((values, index) => {
    const under = [...path, values[0] ?? null];
    const id = idOf(under);
    const isOpen = open.has(id);
    const below = levels.get(id);
    const branch: NonNullable<SourceRow['branch']> = { level, open: isOpen, leaf: level + 1 >= depth };
    if (isOpen && !below?.result) branch.state = below?.error ? 'error' : 'loading';
    const row: SourceRow = { id, index, values, query, page: result, part: (column) => part(index, column), branch };
    return isOpen ? [row, ...flatten(levels, open, depth, under)] : [row];
  });
}

/** useTreeRows opens the groups of an answer level by level. */
export function useTreeRows(answer: Answer): RowSource {
  const client = useQueryClient();
  const text = JSON.stringify(answer.query);
  const query = useMemo(() => JSON.parse(text) as Query, [text]);
  const [levels, setLevels] = useState<ReadonlyMap<string, Level>>(new Map());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<unknown>();
  const updated = answer.result.last_updated;

  const load = useCallback(
    async (path: CellValue[]) => {
      const asked = levelQuery(query, path);
      try {
        const result = await client.fetchQuery(rowsQuery(asked, 0, mostBranches));
        setLevels((old) => new Map(old).set(idOf(path), { query: asked, result }));
        if (path.length === 0) setError(undefined);
      } catch (cause) {
        setLevels((old) => new Map(old).set(idOf(path), { query: asked, error: true }));
        if (path.length === 0) setError(cause);
      }
    },
    [client, query],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: after an import the levels are asked for again.
  useEffect(() => {
    setLevels(new Map());
    setOpen(new Set());
    void load([]);
  }, [load, updated]);

  const toggle = useCallback(
    (row: SourceRow) => {
      if (!row.branch || row.branch.leaf) return;
      const path = JSON.parse(row.id) as CellValue[];
      const next = new Set(open);
      if (next.delete(row.id)) return setOpen(next);
      setOpen(next.add(row.id));
      if (!levels.get(row.id)?.result) void load(path);
    },
    [open, levels, load],
  );
  return useMemo(() => {
    const rows = flatten(levels, open, query.by?.length ?? 0);
    const source: RowSource = {
      count: rows.length,
      whole: rows.length,
      at: (i) => rows[i],
      want: () => {},
      toggle,
      all: async (most) => rows.slice(0, most),
      paged: false,
    };
    if (error !== undefined) source.error = error;
    return source;
  }, [levels, open, query, toggle, error]);
}

/** treeAnswer is the answer of a tree's first level: its columns, and the totals of all. */
export function treeAnswer(answer: Answer): Answer {
  const { query, result } = answer;
  const first = nameOf(query.by?.[0] ?? '');
  const keep = result.columns.map((column, at) => ({ column, at })).filter(({ column }) => !isLater(column.name));
  function isLater(name: string): boolean {
    return name !== first && (query.by ?? []).some((by) => nameOf(by) === name);
  }
  const pick = (row: CellValue[]) => keep.map(({ at }) => row[at] ?? null);
  return {
    ...answer,
    query: levelQuery(query, []),
    result: {
      ...result,
      columns: keep.map(({ column }) => column),
      rows: [],
      ...(result.totals && { totals: pick(result.totals) }),
      parts: result.parts.filter((one) => one.row === -1),
    },
  };
}
