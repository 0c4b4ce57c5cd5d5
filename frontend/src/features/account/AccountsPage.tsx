import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellValue } from '../../api/metricTypes';
import { answerQuery } from '../../api/reports';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { IdentityLink } from '../../components/IdentityLink';
import { Page } from '../../components/Page';
import { ScopeChip } from '../../components/ScopeChip';
import { SkeletonPage } from '../../components/SkeletonPage';
import { DataTable } from '../../components/table/DataTable';
import { useCompare, useView } from '../../components/useView';
import { useWatch, useWatched } from '../../components/useWatch';
import { WatchStar } from '../../components/WatchStar';
import { int } from '../../lib/format';
import { goTo } from '../../lib/route';
import css from './Account.module.css';
import { accountsAsking } from './questions';

/** firstPage is how many accounts come with the page; the others come as they are scrolled to. */
const firstPage = 500;

/** AccountsPage lists every account: Enter opens one, W watches it. */
export function AccountsPage() {
  const { t } = useTranslation();
  const view = useView();
  const compare = useCompare();
  const title = t('nav.accounts');
  const asking = useMemo(
    () => ({ ...accountsAsking(title, firstPage), ...(compare && { compare }) }),
    [title, compare],
  );
  const { data, error, isPlaceholderData, refetch } = useQuery(answerQuery(view, asking));
  const count = data?.result.row_count ?? 0;
  const bar = (
    <>
      <ScopeChip />
      <span className="grow" />
      <IdentityLink />
      {data && (
        <span className="t2" role="status">
          {t('accounts.count', { count, number: int(count) })}
        </span>
      )}
    </>
  );
  return (
    <Page title={title} timed bar={bar} stale={isPlaceholderData} scroll={false}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonPage />}
      {data && count === 0 && <Empty>{t('empty.no_accounts')}</Empty>}
      {data && count > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: W is heard from every row; each has a star for the same.
        <div className={css.list} onKeyDown={watchByKey}>
          <DataTable
            viewKey="accounts"
            answer={data}
            visual={asking.report.visual}
            bar
            height="fill"
            lead={star}
            onOpenRow={(row) => goTo('account', String(row.keys.account_key ?? ''))}
          />
        </div>
      )}
    </Page>
  );
}

/** watchByKey presses the star of the row that has the focus. */
function watchByKey(event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== 'w' || event.ctrlKey || event.metaKey || event.altKey) return;
  const cell = event.target as HTMLElement;
  if (!cell.matches('[role="gridcell"]')) return;
  cell.closest('[role="row"]')?.querySelector<HTMLElement>('button[aria-pressed]')?.click();
  event.preventDefault();
}

/** star is the watch button of a row. */
function star(keys: Record<string, CellValue>) {
  return <Star keys={keys} />;
}

function Star({ keys }: { keys: Record<string, CellValue> }) {
  const watch = useWatch();
  const watched = useWatched('account');
  const key = String(keys.account_key ?? '');
  if (!watched || key === '') return null;
  return (
    <WatchStar
      name={String(keys.account ?? key)}
      watched={watched.has(key)}
      tabIndex={-1}
      onToggle={() => watch('account', key, !watched.has(key))}
    />
  );
}
