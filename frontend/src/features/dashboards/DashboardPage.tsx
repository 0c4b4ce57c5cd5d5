import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { print } from '../../api/desk';
import { dashboardQuery } from '../../api/reports';
import type { Dashboard } from '../../api/reportTypes';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageExport } from '../../components/export/PageExport';
import { Icon } from '../../components/Icon';
import { Page } from '../../components/Page';
import { ScopeChip } from '../../components/ScopeChip';
import { SkeletonPage } from '../../components/SkeletonPage';
import { useCompare } from '../../components/useView';
import { BarFrame } from '../../components/visual/dashboard/BarFrame';
import { DashboardBar } from '../../components/visual/dashboard/DashboardBar';
import { DashboardView } from '../../components/visual/dashboard/DashboardView';
import { useLook } from '../../components/visual/dashboard/useLook';
import { hrefTo } from '../../lib/route';
import { Star } from './Star';
import { Switcher } from './Switcher';
import { TileExtras } from './TileExtras';

interface DashboardPageProps {
  /** name is the key of the dashboard: "portfolio", "renewals", or that of an own one. */
  name: string;
}

/** DashboardPage shows one dashboard: its controls, its tabs and their tiles. */
export function DashboardPage({ name }: DashboardPageProps) {
  const { i18n } = useTranslation();
  const { data, error, refetch } = useQuery(dashboardQuery(name, i18n.language));
  const title = data?.title ?? '';
  if (data) return <Shown name={name} dashboard={data} />;
  return (
    <Page title={title} timed beside={<Switcher name={name} />}>
      {error ? <ErrorPanel error={error} onRetry={refetch} /> : <SkeletonPage />}
    </Page>
  );
}

function Shown({ name, dashboard }: { name: string; dashboard: Dashboard }) {
  const { t } = useTranslation();
  const [look, setLook] = useLook();
  const compare = useCompare();
  const actions = (
    <>
      <PageExport title={dashboard.title} />
      <ActionIcon aria-label={t('dashboards.print')} title={t('dashboards.print')} onClick={print}>
        <Icon of={IconPrinter} />
      </ActionIcon>
      <Button component="a" href={hrefTo('dashboard', name, 'edit')} leftSection={<Icon of={IconPencil} />}>
        {t('dashboards.edit')}
      </Button>
    </>
  );
  const bar = (
    <BarFrame actions={actions}>
      <ScopeChip />
      <DashboardBar dashboard={dashboard} look={look} onLook={setLook} />
    </BarFrame>
  );
  const beside = (
    <>
      <Switcher name={name} />
      <Star name={name} title={dashboard.title} />
    </>
  );
  return (
    <Page title={dashboard.title} beside={beside} timed bar={bar}>
      {dashboard.about === 'account' ? (
        <Empty action={<a href={hrefTo('accounts')}>{t('dashboards.toAccounts')}</a>}>
          {t('dashboards.aboutAccount')}
        </Empty>
      ) : (
        <DashboardView
          dashboard={{ ...dashboard, name }}
          look={look}
          onLook={setLook}
          compare={compare}
          more={(tile, report) => <TileExtras name={name} tile={tile} report={report} />}
        />
      )}
    </Page>
  );
}
