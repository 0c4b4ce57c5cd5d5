import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { portfolioQuery } from '../../api/queries';
import type { PortfolioPage as Data } from '../../api/types';
import { AccountsTable } from '../../components/AccountsTable';
import { searchAccounts } from '../../components/accounts';
import { ChartTile } from '../../components/chart/ChartTile';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { FindInput } from '../../components/FindInput';
import { Kpis } from '../../components/Kpis';
import { Page } from '../../components/Page';
import { ScopeChip } from '../../components/ScopeChip';
import { SkeletonPage } from '../../components/SkeletonPage';
import { Status } from '../../components/Status';
import { Sheet, Tile } from '../../components/Tile';
import { useView } from '../../components/useView';
import { int } from '../../lib/format';
import { goTo } from '../../lib/route';
import { isUrgent } from '../../lib/urgency';
import { useEndingDays } from '../../lib/window';
import { EndingsTile } from './EndingsTile';
import { NoMatch } from './NoMatch';

/** PortfolioPage is the first page: what ends, how much there is, why, and every account. */
export function PortfolioPage() {
  const { t } = useTranslation();
  const view = useView();
  const days = useEndingDays();
  const { data, error, isPlaceholderData, refetch } = useQuery(portfolioQuery(view, days));
  const [scroller, setScroller] = useState<HTMLElement | null>(null);

  const bar = (
    <>
      <ScopeChip />
      <span className="grow" />
      {data && (
        <span className="t2">
          {t('accounts.count', { count: data.accounts, number: int(data.accounts) })},{' '}
          {t('figure.counting', { count: data.entitlements, number: int(data.entitlements) })}
        </span>
      )}
    </>
  );
  return (
    <Page title={t('nav.portfolio')} timed bar={bar} stale={isPlaceholderData} mainRef={setScroller}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {data ? <Content data={data} scroller={scroller} /> : !error && <SkeletonPage />}
    </Page>
  );
}

function Content({ data, scroller }: { data: Data; scroller: HTMLElement | null }) {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const wanted = useDeferredValue(find);
  const figures = data.figures.map((figure) =>
    figure.name === 'overage' ? { ...figure, count: overCount(data) } : figure,
  );
  const notes = useNotes(data);
  const openAccount = (link: string) => data.table.some((row) => row.key === link) && goTo('account', link);
  const none = searchAccounts(data.table, wanted).length === 0;
  return (
    <>
      <Kpis figures={figures} days={data.days} notes={notes} />
      <Sheet>
        <EndingsTile data={data} />
        <ChartTile
          title={t('portfolio.endingMonths')}
          sub={t('portfolio.next12')}
          span={7}
          height={224}
          chart={data.endingMonths}
          onOpen={openAccount}
        />
        <ChartTile title={t('portfolio.products')} span={7} height={232} chart={data.products} onOpen={openAccount} />
        <ChartTile
          title={t('figure.active_users')}
          sub={t('portfolio.monthly')}
          span={5}
          height={232}
          chart={data.active}
          onOpen={openAccount}
        />
      </Sheet>
      <Tile title={t('nav.accounts')} sub={int(data.accounts)} actions={<FindInput value={find} onChange={setFind} />}>
        {data.table.length === 0 ? (
          <Empty>{t('empty.no_accounts')}</Empty>
        ) : none ? (
          <NoMatch find={wanted} total={data.table.length} onClear={() => setFind('')} />
        ) : (
          <AccountsTable rows={data.table} find={wanted} scroller={scroller} />
        )}
      </Tile>
    </>
  );
}

/** overCount is how many accounts of the table are over. */
function overCount(data: Data): number {
  return data.table.filter((row) => (row.overage ?? 0) > 0).length;
}

/** useNotes says under the figures what only the whole page knows. */
function useNotes(data: Data): Record<string, ReactNode> {
  const { t } = useTranslation();
  const count = data.endings.filter((ending) => isUrgent(ending.days)).length;
  if (count === 0) return {};
  return {
    licenses_ending: (
      <Status is="act_now" plain>
        {t('portfolio.actNow', { count })}
      </Status>
    ),
  };
}
