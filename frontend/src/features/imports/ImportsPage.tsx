import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useImportRun } from '../../api/importRun';
import { importsQuery } from '../../api/queries';
import { DropArea } from '../../components/DropArea';
import { ErrorPanel } from '../../components/ErrorPanel';
import { IdentityLink } from '../../components/IdentityLink';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { FoldersTile } from './FoldersTile';
import { HistoryTile } from './HistoryTile';
import { MemoriesTile } from './MemoriesTile';
import { RunProgress } from './RunProgress';
import { RunResult } from './RunResult';
import { SourcesTile } from './SourcesTile';

/** ImportsPage takes files in, shows what became of them, and takes imports back. */
export function ImportsPage() {
  const { t } = useTranslation();
  const run = useImportRun();
  const { data, error, refetch } = useQuery(importsQuery());
  return (
    <Page title={t('nav.imports')} actions={<IdentityLink />}>
      {run.state === 'running' ? <RunProgress run={run} /> : <DropArea />}
      {run.state === 'finished' && <RunResult run={run} />}
      <FoldersTile />
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {data ? <HistoryTile rows={data} /> : !error && <SkeletonPage />}
      <SourcesTile />
      <MemoriesTile />
    </Page>
  );
}
