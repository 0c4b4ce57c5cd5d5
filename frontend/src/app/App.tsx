import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { statusQuery } from '../api/queries';
import { ErrorPanel } from '../components/ErrorPanel';
import { Page } from '../components/Page';
import { Palette } from '../components/palette/Palette';
import { SkeletonPage } from '../components/SkeletonPage';
import { AccountPage } from '../features/account/AccountPage';
import { AccountsPage } from '../features/account/AccountsPage';
import { DashboardPage } from '../features/dashboards/DashboardPage';
import { DashboardsPage } from '../features/dashboards/DashboardsPage';
import { EditorPage } from '../features/dashboards/pages';
import { EntitlementPage } from '../features/entitlement/EntitlementPage';
import { FirstRunPage } from '../features/firstrun/FirstRunPage';
import { HelpPage } from '../features/help/HelpPage';
import { IdentityPage } from '../features/identity/IdentityPage';
import { ImportPage } from '../features/imports/ImportPage';
import { ImportsPage } from '../features/imports/ImportsPage';
import { WizardPage } from '../features/imports/wizard/WizardPage';
import { InboxPage } from '../features/inbox/InboxPage';
import { DefinitionsPage, ReportPage, ReportsPage } from '../features/reports/pages';
import { RowsPage } from '../features/rows/RowsPage';
import { ActivityPage, RulePage, RulesPage } from '../features/rules/pages';
import { SettingsPage } from '../features/settings/SettingsPage';
import { WatchPage } from '../features/watch/WatchPage';
import { useRoute } from '../lib/route';
import { Boundary } from './Boundary';
import { DropLayer } from './DropLayer';
import { Layout } from './Layout';
import { useDrawn } from './useDrawn';
import { useErrorLog } from './useErrorLog';
import { useFieldFocus } from './useFieldFocus';
import { useMarkedOption } from './useMarkedOption';
import { useOpenEvents } from './useOpenEvents';
import { useShortcuts } from './useShortcuts';
import { useUndoToast } from './useUndoToast';

/** App decides between the first run and the pages. */
export function App() {
  const { data: status, error, refetch } = useQuery(statusQuery());
  const { parts, params } = useRoute();
  useErrorLog();
  useDrawn();
  useFieldFocus();
  useMarkedOption();
  useShortcuts();
  useOpenEvents();
  useUndoToast();
  // A page that is open stays, also where asking again fails: it may be one that is being changed.
  if (!status) return error ? <ErrorPanel error={error} onRetry={refetch} /> : null;

  // While nothing is imported only files, settings and help have something to show.
  const withoutData = ['imports', 'settings', 'help'].includes(parts[0] ?? '');
  const first = status.empty && !withoutData;
  return (
    <>
      <Layout status={status}>
        <Boundary key={parts[0] ?? ''} address={`${parts.join('/')}?${params}`}>
          <Suspense fallback={<SkeletonPage />}>{first ? <FirstRunPage /> : <CurrentPage />}</Suspense>
        </Boundary>
      </Layout>
      <DropLayer />
      <Palette />
    </>
  );
}

function CurrentPage() {
  const { parts, params } = useRoute();
  const [name = 'portfolio', id = ''] = parts;
  switch (name) {
    case 'portfolio':
      return <DashboardPage name="portfolio" />;
    case 'dashboards':
      return <DashboardsPage />;
    case 'dashboard':
      return parts[2] === 'edit' ? <EditorPage key={id} name={id} /> : <DashboardPage key={id} name={id} />;
    case 'accounts':
      return <AccountsPage />;
    case 'account':
      return <AccountPage key={id} accountKey={id} />;
    case 'entitlement':
      return <EntitlementPage key={id} entitlementKey={id} />;
    case 'rows':
      return <RowsPage />;
    case 'identity':
      return <IdentityPage />;
    case 'imports':
      if (id === 'new' && params.get('path')) return <WizardPage />;
      if (id === '' || id === 'new') return <ImportsPage />;
      return isNumber(id) ? <ImportPage key={id} id={Number(id)} /> : <Nowhere />;
    case 'inbox':
      return <InboxPage id={isNumber(id) ? Number(id) : null} />;
    case 'reports':
      return <ReportsPage />;
    case 'report':
      return <ReportPage key={id} name={id} />;
    case 'definitions':
      return <DefinitionsPage />;
    case 'rules':
      return id === 'activity' ? <ActivityPage /> : <RulesPage />;
    case 'rule':
      return id === 'new' || isNumber(id) ? <RulePage /> : <Nowhere />;
    case 'watch':
      return <WatchPage />;
    case 'settings':
      return <SettingsPage />;
    case 'help':
      return <HelpPage />;
    default:
      return <Nowhere />;
  }
}

/** isNumber says whether a part of the address is the number of a record. */
function isNumber(id: string): boolean {
  return /^\d{1,15}$/.test(id);
}

function Nowhere() {
  const { t } = useTranslation();
  return (
    <Page title={t('error.nowhere')}>
      <ErrorPanel error={JSON.stringify({ code: 'not_found', message: t('error.noPage') })} />
    </Page>
  );
}
