import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { portfolioQuery } from '../../api/queries';
import { AccountsTable } from '../../components/AccountsTable';
import { searchAccounts } from '../../components/accounts';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { FindInput } from '../../components/FindInput';
import { IdentityLink } from '../../components/IdentityLink';
import { Page } from '../../components/Page';
import { ScopeChip } from '../../components/ScopeChip';
import { SkeletonPage } from '../../components/SkeletonPage';
import { useView } from '../../components/useView';
import { int } from '../../lib/format';
import { useEndingDays } from '../../lib/window';
import { NoMatch } from './NoMatch';

/** AccountsPage is the table of all accounts with the whole page to itself. */
export function AccountsPage() {
  const { t } = useTranslation();
  const view = useView();
  const days = useEndingDays();
  const { data, error, isPlaceholderData, refetch } = useQuery(portfolioQuery(view, days));
  const [find, setFind] = useState('');
  const wanted = useDeferredValue(find);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const rows = data?.table ?? [];
  const shown = searchAccounts(rows, wanted).length;

  const bar = (
    <>
      <ScopeChip />
      <FindInput value={find} onChange={setFind} />
      <span className="grow" />
      <IdentityLink />
      {data && (
        <span className="t2" role="status">
          {wanted === ''
            ? t('accounts.count', { count: rows.length, number: int(rows.length) })
            : t('accounts.found', { shown: int(shown), number: int(rows.length) })}
        </span>
      )}
    </>
  );
  return (
    <Page title={t('nav.accounts')} timed bar={bar} stale={isPlaceholderData} mainRef={setScroller}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonPage />}
      {data && rows.length === 0 && <Empty>{t('empty.no_accounts')}</Empty>}
      {rows.length > 0 && shown === 0 && <NoMatch find={wanted} total={rows.length} onClear={() => setFind('')} />}
      {shown > 0 && <AccountsTable rows={rows} find={wanted} scroller={scroller} />}
    </Page>
  );
}
