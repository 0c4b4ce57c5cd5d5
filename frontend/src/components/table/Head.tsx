// biome-ignore-all lint/a11y/useSemanticElements: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
import type { KeyboardEvent } from 'react';

import type { Sort } from '../../api/metricTypes';
import { cx } from '../../lib/cx';
import type { ColumnActions } from './actions';
import type { Filters } from './asked';
import type { TableColumn } from './columns';
import css from './Grid.module.css';
import { HeadCell } from './HeadCell';
import type { ColumnFilter } from './values';

export interface HeadProps {
  columns: TableColumn[];
  drawn: number[];
  pinned: number;
  widths: Record<string, number>;
  sort: Sort[];
  filters: Filters;
  actions: ColumnActions;
  /** active is the column whose head has the focus, -1 where it is elsewhere. */
  active: number;
  /** choices are the values of a column to choose from. */
  choices: (column: TableColumn) => Promise<Choices>;
  onFilter: (id: string, filter: ColumnFilter) => void;
}

/** Choices are values a column's filter offers; more says that there are others. */
export interface Choices {
  values: { value: string | number | boolean | null; text: string }[];
  more: boolean;
}

/** Head is the row of heads, with the groups of a pivot above. */
export function Head(props: HeadProps) {
  const { columns, drawn } = props;
  const levels = Math.max(0, ...columns.map((one) => one.groups.length));
  return (
    <>
      {Array.from({ length: levels }, (_, level) => (
        <GroupRow key={level} {...props} level={level} />
      ))}
      <div role="row" aria-rowindex={1} className={css.headRow}>
        {drawn.map((at) => {
          const column = columns[at];
          return column && <HeadCell key={column.id} {...props} column={column} at={at} />;
        })}
      </div>
    </>
  );
}

interface Group {
  title: string;
  from: number;
  to: number;
}

/** groupsAt are the groups of a level: columns side by side that have it and all above it in common. */
export function groupsAt(columns: TableColumn[], level: number): Group[] {
  const path = (one: TableColumn) => JSON.stringify([one.groups.length > 0, ...one.groups.slice(0, level + 1)]);
  const groups: (Group & { path: string })[] = [];
  columns.forEach((column, at) => {
    const last = groups.at(-1);
    if (last && last.path === path(column)) last.to = at;
    else groups.push({ title: column.groups[level] ?? '', from: at, to: at, path: path(column) });
  });
  return groups.map(({ title, from, to }) => ({ title, from, to }));
}

function GroupRow({ columns, drawn, pinned, level }: HeadProps & { level: number }) {
  const shown = new Set(drawn);
  return (
    <div role="row" className={css.headRow}>
      {groupsAt(columns, level)
        .filter(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i).some((at) => shown.has(at)))
        .map(({ title, from, to }) => (
          <div
            key={from}
            role="columnheader"
            aria-colindex={from + 1}
            aria-colspan={to - from + 1}
            className={cx(css.headCell, from >= pinned && css.group, to < pinned && css.pinned)}
            style={{
              gridColumn: `${from + 1} / ${to + 2}`,
              ...(to < pinned && { insetInlineStart: `var(--p${from})` }),
            }}
            title={title}
          >
            <span className={css.title}>{title}</span>
          </div>
        ))}
    </div>
  );
}

/** headKeys does what the keys of a head are for, and says whether one was. */
export function headKeys(event: KeyboardEvent, column: TableColumn, actions: ColumnActions, width: number): boolean {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  const side = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (altKey) return false;
  if (side !== 0 && (ctrlKey || metaKey)) {
    if (column.groups.length === 0) actions.move(column.id, side);
    return true;
  }
  if (side !== 0 && shiftKey) {
    actions.resize(column.id, width + side * 16);
    return true;
  }
  if (key === 'Enter' || key === ' ') {
    if (!column.points) actions.sort(column.id, shiftKey);
    return true;
  }
  return false;
}
