import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellValue, Query, Result } from '../../api/metricTypes';
import { rowsQuery } from '../../api/reports';
import { languageOfName } from '../../components/AccountName';
import { ErrorPanel } from '../../components/ErrorPanel';
import { exactly } from '../../components/filter/exactly';
import { Tile } from '../../components/Tile';
import { useWatch } from '../../components/useWatch';
import { WatchStar } from '../../components/WatchStar';
import { day, int, sortKey } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import { Adding } from './Adding';
import { useSeen } from './useSeen';
import css from './Watch.module.css';

type Kind = 'account' | 'entitlement';

interface WatchedRecordsProps {
  kind: Kind;
  keys: string[];
}

/** most is how many names are asked for at once. */
const most = 1000;

/** WatchedRecords lists the watched accounts or entitlements, each with its star. */
export function WatchedRecords({ kind, keys }: WatchedRecordsProps) {
  const { t } = useTranslation();
  const seen = useSeen(keys);
  const query = useMemo(() => namesQuery(kind, seen), [kind, seen]);
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...rowsQuery(query, 0, most),
    enabled: seen.length > 0,
    placeholderData: keepPreviousData,
  });
  const records = new Map((data ? recordsOf(data) : []).map((one) => [one.key, one]));
  const order = (key: string) => sortKey(`${records.get(key)?.account ?? key} ${records.get(key)?.product ?? ''}`);
  // Of what was just added nothing is known yet; the others stay.
  const known = seen.filter((key) => records.has(key) || !isPlaceholderData);
  const sorted = known.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  return (
    <Tile title={t(`watchlist.${kind}.title`)} sub={int(keys.length)} span={4}>
      <Adding kind={kind} known={keys} />
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {seen.length === 0 && <p className={css.none}>{t(`watchlist.${kind}.none`)}</p>}
      <ul className={css.list}>
        {data &&
          sorted.map((key) => <Row key={key} kind={kind} of={key} record={records.get(key)} on={keys.includes(key)} />)}
      </ul>
    </Tile>
  );
}

interface Watchable {
  key: string;
  account: string;
  product: string;
  end: string;
}

interface RowProps {
  kind: Kind;
  of: string;
  record: Watchable | undefined;
  on: boolean;
}

function Row({ kind, of, record, on }: RowProps) {
  const { t } = useTranslation();
  const watch = useWatch();
  const name = (kind === 'account' ? record?.account : record?.product) || of;
  return (
    <li className={css.row}>
      <WatchStar name={name} watched={on} onToggle={() => watch(kind, of, !on)} />
      <span className={css.names}>
        <a href={hrefTo(kind, of)} lang={languageOfName(name)}>
          {name}
        </a>
        {record === undefined && <span className="sm t3">{t('watchlist.gone')}</span>}
        {kind === 'entitlement' && record && (
          <span className="sm t2">
            <span lang={languageOfName(record.account)}>{record.account}</span>
            {record.end !== '' && ` · ${day(record.end)}`}
          </span>
        )}
      </span>
    </li>
  );
}

function namesQuery(kind: Kind, keys: string[]): Query {
  const filter = (dimension: string) => exactly({ dimension, op: 'in', values: keys.slice(0, most) });
  if (kind === 'account') {
    return { dataset: 'accounts', columns: ['account_key', 'account'], filter: filter('account_key') };
  }
  return {
    dataset: 'every_entitlement',
    columns: ['entitlement_key', 'account', 'product', 'end_date'],
    filter: filter('entitlement_key'),
  };
}

function recordsOf({ columns, rows }: Result): Watchable[] {
  const text = (row: CellValue[], name: string) => {
    const value = row[columns.findIndex((one) => one.name === name)];
    return typeof value === 'string' ? value : '';
  };
  return rows.map((row) => ({
    key: text(row, 'entitlement_key') || text(row, 'account_key'),
    account: text(row, 'account'),
    product: text(row, 'product'),
    end: text(row, 'end_date'),
  }));
}
