import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../api/metricTypes';
import { rowsQuery } from '../../api/reports';
import type { Visual } from '../../api/reportTypes';
import { useWords, type Words } from '../../components/catalog/useCatalog';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Page } from '../../components/Page';
import { isStatus, Status } from '../../components/Status';
import { Sheet, Tile } from '../../components/Tile';
import { DataTable } from '../../components/table/DataTable';
import { useView } from '../../components/useView';
import { useWatch, useWatched } from '../../components/useWatch';
import { WatchStar } from '../../components/WatchStar';
import { cx } from '../../lib/cx';
import { dayShort, daysBetween, int } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import { urgency } from '../../lib/urgency';
import css from './Entitlement.module.css';
import { type Field, fieldsOf, historyQuery, recordQuery, textOf } from './record';

/** EntitlementPage is one entitlement: all that is known of it, and what each import told. */
export function EntitlementPage({ entitlementKey }: { entitlementKey: string }) {
  const { t } = useTranslation();
  const view = useView();
  const words = useWords();
  const catalog = words?.catalog;
  const query = useMemo(
    () => (catalog ? recordQuery(catalog, entitlementKey, view) : {}),
    [catalog, entitlementKey, view],
  );
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...rowsQuery(query, 0, 1),
    enabled: catalog !== undefined,
  });
  const product = data ? textOf(data, 'product') : '';
  const account = data ? textOf(data, 'account') : '';
  const accountKey = data ? textOf(data, 'account_key') : '';
  const title = product || t('entitlement.title');
  return (
    <Page
      title={title}
      timed
      reading
      stale={isPlaceholderData}
      parent={
        account
          ? { label: account, href: hrefTo('account', accountKey) }
          : { label: t('nav.accounts'), href: hrefTo('accounts') }
      }
      beside={data && accountKey !== '' && <Watched of={entitlementKey} accountKey={accountKey} name={title} />}
    >
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!data && !error && <Skeleton height={240} m={16} />}
      {data && data.rows.length === 0 && <Empty>{t('entitlement.none')}</Empty>}
      {data && words && data.rows.length > 0 && (
        <>
          <div className={css.columns}>
            {fieldsOf(data).map((parts) => (
              <div key={parts[0]?.group ?? ''} className={cx(css.column, parts[0]?.group === 'amounts' && css.short)}>
                {parts.map(({ group, fields }) => (
                  <Tile key={group} title={t(`entitlement.group.${group}`)} span={2}>
                    <Fields fields={fields} result={data} words={words} />
                  </Tile>
                ))}
              </div>
            ))}
          </div>
          <Sheet>
            <History of={entitlementKey} />
          </Sheet>
        </>
      )}
    </Page>
  );
}

function Watched({ of, accountKey, name }: { of: string; accountKey: string; name: string }) {
  const watch = useWatch();
  const lines = useWatched('entitlement');
  const accounts = useWatched('account');
  if (!lines || !accounts) return null;
  // Who watches an account watches all its entitlements.
  const watched = lines.has(of) || accounts.has(accountKey);
  return <WatchStar name={name} watched={watched} onToggle={() => watch('entitlement', of, !watched)} />;
}

interface FieldsProps {
  fields: Field[];
  result: Result;
  words: Words;
}

function Fields({ fields, result, words }: FieldsProps) {
  return (
    <dl className={css.fields}>
      {fields.map(({ column, value }) => {
        const text = words.cell(
          column,
          value,
          undefined,
          words.currencyOf(result.columns, result.rows[0] ?? [], column),
        );
        return (
          <div key={column.name}>
            <dt>{words.columnLabel(column)}</dt>
            <dd>
              <FieldValue field={{ column, value }} text={text} result={result} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** FieldValue leads to the account and the import a field names. */
function FieldValue({ field, text, result }: { field: Field; text: string; result: Result }) {
  const { t } = useTranslation();
  const { column, value } = field;
  if (column.name === 'account') return <a href={hrefTo('account', textOf(result, 'account_key'))}>{text}</a>;
  if (column.name === 'product' && typeof value === 'string') return <Product name={value} text={text} />;
  if (column.name === 'status' && typeof value === 'string' && isStatus(value)) return <Status is={value} />;
  if (column.name === 'act_by' && typeof value === 'string') return <ActBy day={value} result={result} />;
  if (column.name === 'import_id' && typeof value === 'number') {
    return <a href={hrefTo('imports', value)}>{t('entitlement.import', { id: value })}</a>;
  }
  return column.name === 'line' && typeof value === 'number' ? int(value) : text;
}

/** ActBy is the last day to act; of what is active it says how soon that is. */
function ActBy({ day, result }: { day: string; result: Result }) {
  const today = useWords()?.calendar.today ?? '';
  return (
    <span className={css.actBy}>
      {dayShort(day, today)}
      {today !== '' && textOf(result, 'status') === 'active' && <Status is={urgency(daysBetween(today, day))} />}
    </span>
  );
}

/** Product is the product with its star: who watches it watches its entitlements of all accounts. */
function Product({ name, text }: { name: string; text: string }) {
  const watch = useWatch();
  const watched = useWatched('product')?.has(name);
  return (
    <span className={css.product}>
      {text}
      {watched !== undefined && (
        <WatchStar name={name} watched={watched} onToggle={() => watch('product', name, !watched)} />
      )}
    </span>
  );
}

const visual: Visual = {
  show: 'table',
  columns: [
    { column: 'as_of_date' },
    { column: 'status', as: 'status' },
    { column: 'import_id', hidden: true },
    { column: 'currency', hidden: true },
  ],
};

/** inSight is how much of the history is in sight without scrolling. */
const inSight = { rows: 10 };

function History({ of }: { of: string }) {
  const { t } = useTranslation();
  const view = useView();
  const query = useMemo(() => historyQuery(of, view), [of, view]);
  const { data, error, refetch } = useQuery(rowsQuery(query, 0, 200));
  const title = t('entitlement.history');
  const answer = useMemo(
    () => data && { query, title, result: data, not_applied: [], milliseconds: 0 },
    [query, title, data],
  );
  return (
    <Tile title={title} sub={t('entitlement.historySub')}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {answer && <DataTable viewKey="entitlement.history" answer={answer} visual={visual} height={inSight} />}
    </Tile>
  );
}
