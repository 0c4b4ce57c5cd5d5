import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AccountRow as Data } from '../api/types';
import { cx } from '../lib/cx';
import { AccountRow } from './AccountRow';
import css from './AccountsTable.module.css';
import table from './Table.module.css';
import { SortHead } from './TableHead';
import { useAccountRows } from './useAccountRows';
import { useWatch } from './useWatch';

const heads = [
  ['account', ''],
  ['status', ''],
  ['sold', 'num'],
  ['assigned', 'num low'],
  ['deploymentRate', 'num'],
  ['active', 'num low'],
  ['usageRate', 'num'],
  ['overage', 'num low'],
  ['nextEnd', 'num'],
] as const;

/** rowHeight is also that of the head, which stays over the rows. */
const rowHeight = 32;

interface AccountsTableProps {
  rows: Data[];
  find: string;
  /** scroller is the element that scrolls; only the rows inside it are drawn. */
  scroller: HTMLElement | null;
}

/** AccountsTable lists accounts; only the rows in sight are drawn, so fifty thousand scroll like fifty. */
export function AccountsTable({ rows, find, scroller }: AccountsTableProps) {
  const { t } = useTranslation();
  const watch = useWatch();
  const model = useAccountRows(rows, find);
  const sorted = model.getRowModel().rows;
  const [first] = model.state.sorting;
  const body = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  const [current, setCurrent] = useState(0);

  useLayoutEffect(() => {
    if (!scroller || !body.current) return;
    const first = body.current;
    const measure = () =>
      setMargin(first.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller]);

  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: rowHeight,
    scrollMargin: margin,
  });
  const items = virtual.getVirtualItems();
  const before = (items[0]?.start ?? margin) - margin;
  const after = virtual.getTotalSize() - ((items[items.length - 1]?.end ?? margin) - margin);

  const move = (event: KeyboardEvent) => {
    const to = target(event.key, current, sorted.length - 1);
    if (to === null) return;
    event.preventDefault();
    setCurrent(to);
    virtual.scrollToIndex(to, { align: 'auto' });
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-row="${to}"] a`)?.focus());
  };

  return (
    <table className={cx(table.table, css.table)} aria-rowcount={sorted.length + 1}>
      <caption className="sr">{t('accounts.caption')}</caption>
      <thead>
        <tr>
          <th scope="col" className={table.star}>
            <span className="sr">{t('watch.column')}</span>
          </th>
          {heads.map(([id, className]) =>
            id === 'status' ? (
              <th key={id} scope="col">
                {t('accounts.status')}
              </th>
            ) : (
              <SortHead
                key={id}
                className={className}
                sorted={first?.id === id ? (first.desc ? 'desc' : 'asc') : false}
                onSort={() => model.getColumn(id)?.toggleSorting()}
              >
                {t(`accounts.${id}`)}
              </SortHead>
            ),
          )}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={move}>
        {before > 0 && <Spacer height={before} />}
        {items.map(({ index }) => {
          const row = sorted[index];
          if (!row) return null;
          return (
            <AccountRow
              key={row.id}
              row={row.original}
              index={index}
              current={index === current}
              onFocus={setCurrent}
              onWatch={watch}
            />
          );
        })}
        {after > 0 && <Spacer height={after} />}
      </tbody>
    </table>
  );
}

function target(key: string, at: number, last: number): number | null {
  const moves: Record<string, number> = {
    ArrowDown: at + 1,
    j: at + 1,
    ArrowUp: at - 1,
    k: at - 1,
    PageDown: at + 15,
    PageUp: at - 15,
    Home: 0,
    End: last,
  };
  const to = moves[key];
  return to === undefined ? null : Math.max(0, Math.min(last, to));
}

function Spacer({ height }: { height: number }) {
  return (
    <tr className={css.spacer}>
      <td style={{ height }} />
    </tr>
  );
}
