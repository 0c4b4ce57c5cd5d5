import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { reportQuery } from '../../../api/reports';
import type { Report } from '../../../api/reportTypes';
import { isReport } from '../../../api/shapes';
import { useWords, type Words } from '../../../components/catalog/useCatalog';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { useHeld } from '../../../components/useHeld';
import { hrefTo, useRoute } from '../../../lib/route';
import { begin } from '../draft/draft';
import { keptDraft } from '../draft/keep';
import { firstColumns } from '../fields/fields';
import { Builder } from './Builder';

/** ReportPage opens a report in the builder: a kept one, or a new one from what the address brings. */
export function ReportPage({ name }: { name: string }) {
  const words = useWords();
  if (name === 'new') return words ? <NewReport words={words} /> : <Waiting />;
  return <KeptReport name={name} words={words} />;
}

function Waiting({ error, onRetry }: { error?: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Page title={t('reports.report')} parent={{ label: t('reports.title'), href: hrefTo('reports') }} timed>
      {error ? <ErrorPanel error={error} {...(onRetry && { onRetry })} /> : <SkeletonPage />}
    </Page>
  );
}

function KeptReport({ name, words }: { name: string; words: Words | undefined }) {
  const { i18n } = useTranslation();
  // What is changed is what is kept now, and not what was seen of it before.
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    ...reportQuery(name, i18n.language),
    refetchOnMount: 'always',
  });
  const stored = useHeld(isFetchedAfterMount ? data : undefined);
  if (stored && words) return <Opened key={name} name={name} stored={stored} words={words} />;
  return <Waiting error={error} onRetry={refetch} />;
}

interface OpenedProps {
  name: string;
  stored: Report;
  words: Words;
}

/** Opened holds on to the draft it began with: what is saved from here is in it already. */
function Opened({ name, stored, words }: OpenedProps) {
  const [start] = useState(() => {
    const report = { ...stored, name };
    return keptDraft(name, report) ?? begin(report, report);
  });
  return <Builder name={name} start={start} words={words} />;
}

function NewReport({ words }: { words: Words }) {
  const { params } = useRoute();
  const brought = params.get('doc') ?? params.get('report');
  const dataset = params.get('dataset') ?? '';
  return <Begun key={`${brought} ${dataset}`} brought={brought} dataset={dataset} words={words} />;
}

interface BegunProps {
  brought: string | null;
  dataset: string;
  words: Words;
}

/** Begun is a new report: a document of the address, rows of a dataset, or what was begun before. */
function Begun({ brought, dataset, words }: BegunProps) {
  const [start] = useState(() => {
    const document = read(brought);
    if (document) return begin(document, null);
    if (dataset !== '') return begin(ofDataset(dataset, words), null);
    return keptDraft('new', null) ?? begin({ title: '', query: {}, visual: { show: 'table' } }, null);
  });
  return <Builder name="new" start={start} words={words} />;
}

/** read takes a document from the address; what is none is as if nothing was brought. */
function read(text: string | null): Report | null {
  if (text === null) return null;
  try {
    const brought: unknown = JSON.parse(text);
    if (!isReport(brought)) return null;
    const { name: _, ...report } = brought;
    return { ...report, title: report.title ?? '' };
  } catch {
    return null;
  }
}

function ofDataset(dataset: string, words: Words): Report {
  const columns = firstColumns(words.catalog, dataset);
  return { title: '', query: { dataset, columns }, visual: { show: 'table' } };
}
