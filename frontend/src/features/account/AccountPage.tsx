import { ActionIcon, Button } from '@mantine/core';
import { IconBell, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { print } from '../../api/desk';
import { dashboardQuery, rowsQuery } from '../../api/reports';
import type { RuleDocument } from '../../api/ruleTypes';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageExport } from '../../components/export/PageExport';
import { Icon } from '../../components/Icon';
import { Page } from '../../components/Page';
import { ScopeChip } from '../../components/ScopeChip';
import { SkeletonPage } from '../../components/SkeletonPage';
import { useCompare, useView } from '../../components/useView';
import { useWatch, useWatched } from '../../components/useWatch';
import { BarFrame } from '../../components/visual/dashboard/BarFrame';
import { DashboardBar } from '../../components/visual/dashboard/DashboardBar';
import { DashboardView } from '../../components/visual/dashboard/DashboardView';
import { useLook } from '../../components/visual/dashboard/useLook';
import { WatchStar } from '../../components/WatchStar';
import { hrefTo, hrefWith } from '../../lib/route';
import { AccountHead } from './AccountHead';
import { factsQuery, textAt } from './questions';

/** AccountPage is everything about one account: who it is, above the dashboard about accounts. */
export function AccountPage({ accountKey }: { accountKey: string }) {
  const { t, i18n } = useTranslation();
  const view = useView();
  const compare = useCompare();
  const [look, setLook] = useLook();
  const facts = useQuery(rowsQuery(factsQuery(accountKey, view), 0, 1));
  const { data: dashboard, error, refetch } = useQuery(dashboardQuery('account', i18n.language));
  const name = textAt(facts.data, 'account') || textAt(facts.data, 'account_id');
  const unknown = facts.data !== undefined && facts.data.rows.length === 0;
  const problem = facts.error ?? error;
  return (
    <Page
      title={name || t('account.title')}
      parent={{ label: t('nav.accounts'), href: hrefTo('accounts') }}
      timed
      beside={name && <Star accountKey={accountKey} name={name} />}
      bar={
        facts.data &&
        dashboard &&
        !unknown && (
          <>
            <AccountHead accountKey={accountKey} facts={facts.data} />
            <BarFrame actions={<Actions name={name} />}>
              <ScopeChip />
              <DashboardBar dashboard={dashboard} look={look} onLook={setLook} />
            </BarFrame>
          </>
        )
      }
    >
      {problem && <ErrorPanel error={problem} onRetry={() => Promise.all([facts.refetch(), refetch()])} />}
      {unknown && <Empty action={<a href={hrefTo('accounts')}>{t('account.toAll')}</a>}>{t('account.unknown')}</Empty>}
      {!problem && !unknown && (!facts.data || !dashboard) && <SkeletonPage />}
      {facts.data && dashboard && !unknown && (
        <DashboardView dashboard={dashboard} look={look} onLook={setLook} compare={compare} account={accountKey} />
      )}
    </Page>
  );
}

function Star({ accountKey, name }: { accountKey: string; name: string }) {
  const watch = useWatch();
  const watched = useWatched('account')?.has(accountKey);
  if (watched === undefined) return null;
  return <WatchStar name={name} watched={watched} onToggle={() => watch('account', accountKey, !watched)} />;
}

/** Actions are what is done with an account: be told of it, take it along. */
function Actions({ name }: { name: string }) {
  const { t } = useTranslation();
  const rule: RuleDocument = {
    name,
    watch: { accounts: [name] },
    per: ['entitlement_key'],
    condition: { kind: 'act_by', days: 30 },
  };
  return (
    <>
      <Button
        component="a"
        href={hrefWith({ doc: JSON.stringify(rule) }, 'rule', 'new')}
        leftSection={<Icon of={IconBell} />}
      >
        {t('rules.add')}
      </Button>
      <PageExport title={name} />
      <ActionIcon aria-label={t('dashboards.print')} title={t('dashboards.print')} onClick={print}>
        <Icon of={IconPrinter} />
      </ActionIcon>
    </>
  );
}
