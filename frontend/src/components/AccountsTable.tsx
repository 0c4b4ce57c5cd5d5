import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AccountRow } from '../api/types';
import { cx } from '../lib/cx';
import { day, inDays, int } from '../lib/format';
import { goTo, hrefTo } from '../lib/route';
import { isUrgent } from '../lib/urgency';
import { AccountName } from './AccountName';
import css from './AccountsTable.module.css';
import { accountStatus, nameKey, searchAccounts } from './accounts';
import { Rate } from './Rate';
import { Status } from './Status';
import table from './Table.module.css';
import { SortHead } from './TableHead';
import { useWatch, type Watch } from './useWatch';
import { WatchStar } from './WatchStar';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});
const helper = createColumnHelper<typeof features, AccountRow>();

/** unknownLast lets missing values sort to the end in both directions. */
const unknownLast = <T,>(value: T | null | ''): T | undefined => (value === null || value === '' ? undefined : value);
const lastOf = { sortUndefined: 'last' as const, sortFn: 'basic' as const };

const columns = helper.columns([
  helper.accessor(nameKey, { id: 'account', sortFn: 'basic' }),
  helper.accessor((row) => unknownLast(row.sold), { id: 'sold', ...lastOf }),
  helper.accessor((row) => unknownLast(row.assigned), { id: 'assigned', ...lastOf }),
  helper.accessor((row) => unknownLast(row.deploymentRate), { id: 'deploymentRate', ...lastOf }),
  helper.accessor((row) => unknownLast(row.active), { id: 'active', ...lastOf }),
  helper.accessor((row) => unknownLast(row.usageRate), { id: 'usageRate', ...lastOf }),
  helper.accessor((row) => unknownLast(row.overage), { id: 'overage', ...lastOf }),
  helper.accessor((row) => unknownLast(row.nextEnd), { id: 'nextEnd', ...lastOf }),
]);

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

const rowHeight = 32;

interface AccountsTableProps {
  rows: AccountRow[];
  find: string;
  /** scroller is the element that scrolls; only the rows inside it are drawn. */
  scroller: HTMLElement | null;
}

/** AccountsTable lists accounts; only the rows in sight are drawn, so fifty thousand scroll like fifty. */
export function AccountsTable({ rows, find, scroller }: AccountsTableProps) {
  const { t } = useTranslation();
  const watch = useWatch();
  const data = useMemo(() => searchAccounts(rows, find), [rows, find]);
  const model = useTable({
    features,
    columns,
    data,
    initialState: { sorting: [{ id: 'nextEnd', desc: false }] },
    enableSortingRemoval: false,
    getRowId: (row) => row.key,
  });
  const sorted = model.getRowModel().rows;
  const [first] = model.state.sorting;
  const body = useRef<HTMLTableElement>(null);
  const [margin, setMargin] = useState(0);
  const [current, setCurrent] = useState(0);

  useLayoutEffect(() => {
    if (!scroller || !body.current) return;
    const table = body.current;
    const measure = () =>
      setMargin(table.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop);
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
    <table ref={body} className={cx(table.table, css.table)} aria-rowcount={sorted.length + 1}>
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
      <tbody onKeyDown={move}>
        {before > 0 && <Spacer height={before} />}
        {items.map(({ index }) => {
          const row = sorted[index];
          if (!row) return null;
          return (
            <Row
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

interface RowProps {
  row: AccountRow;
  index: number;
  current: boolean;
  onFocus: (index: number) => void;
  onWatch: Watch;
}

const Row = memo(function Row({ row, index, current, onFocus, onWatch }: RowProps) {
  const tabIndex = current ? 0 : -1;
  return (
    <tr
      data-row={index}
      aria-rowindex={index + 2}
      onClick={() => goTo('account', row.key)}
      onFocus={() => onFocus(index)}
    >
      <td className={table.star}>
        <WatchStar
          name={row.account}
          watched={row.watched}
          tabIndex={tabIndex}
          onToggle={() => onWatch('account', row.key, !row.watched)}
        />
      </td>
      <td className={css.name}>
        <a href={hrefTo('account', row.key)} tabIndex={tabIndex} className={css.link}>
          <AccountName name={row.account} />
        </a>
      </td>
      <td>
        <Status is={accountStatus(row)} />
      </td>
      <td className="num">{int(row.sold)}</td>
      <td className="num low">{int(row.assigned)}</td>
      <td className="num">
        <Rate value={row.deploymentRate} part={row.assigned} of={row.sold} />
      </td>
      <td className="num low">{int(row.active)}</td>
      <td className="num">
        <Rate value={row.usageRate} />
      </td>
      <td className="num low">{int(row.overage)}</td>
      <td
        className={cx('num', isUrgent(row.nextDays) && css.urgent)}
        title={row.nextDays === null ? '' : inDays(row.nextDays)}
      >
        {day(row.nextEnd)}
      </td>
    </tr>
  );
});
