import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconMathFunction, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { libraryQuery } from '../../../api/reports';
import type { Entry } from '../../../api/reportTypes';
import { useWords, type Words } from '../../../components/catalog/useCatalog';
import { Empty } from '../../../components/Empty';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { FindInput } from '../../../components/FindInput';
import { Icon } from '../../../components/Icon';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { int } from '../../../lib/format';
import { goTo, hrefTo } from '../../../lib/route';
import { TitleDialog } from '../TitleDialog';
import css from './Gallery.module.css';
import { type Choice, chosen, type Which } from './gallery';
import { ReportCard } from './ReportCard';
import { useReportActions } from './useReportActions';

const everything: Choice = { text: '', which: 'all', dataset: '' };

/** ReportsPage is the gallery: what is shipped, what was made of it, and what is the person's own. */
export function ReportsPage() {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const { data, error, refetch } = useQuery(libraryQuery('report', i18n.language));
  const [choice, setChoice] = useState(everything);
  const add = (
    <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={() => goTo('report', 'new')}>
      {t('reports.new')}
    </Button>
  );
  const actions = (
    <>
      <Button component="a" href={hrefTo('definitions')} leftSection={<Icon of={IconMathFunction} />}>
        {t('reports.definitions.title')}
      </Button>
      {add}
    </>
  );
  const bar = data && words && <GalleryBar entries={data} words={words} choice={choice} onChange={setChoice} />;
  return (
    <Page title={t('reports.title')} actions={actions} bar={bar}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!error && (!data || !words) && <SkeletonPage />}
      {data && words && (
        <Cards entries={data} words={words} choice={choice} onClear={() => setChoice(everything)} add={add} />
      )}
    </Page>
  );
}

interface GalleryBarProps {
  entries: Entry[];
  words: Words;
  choice: Choice;
  onChange: (choice: Choice) => void;
}

function GalleryBar({ entries, words, choice, onChange }: GalleryBarProps) {
  const { t } = useTranslation();
  const datasets = [...new Set(entries.flatMap((one) => one.datasets))];
  const data = datasets
    .map((name) => ({ value: name, label: words.datasetLabel(name) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <>
      <FindInput
        value={choice.text}
        onChange={(text) => onChange({ ...choice, text })}
        placeholder={t('reports.find')}
      />
      <SegmentedControl
        aria-label={t('reports.which.title')}
        value={choice.which}
        onChange={(which) => onChange({ ...choice, which: which as Which })}
        data={(['all', 'own', 'shipped'] as const).map((which) => ({
          value: which,
          label: t(`reports.which.${which}`),
        }))}
      />
      <Select
        aria-label={t('reports.fields.dataset')}
        w={220}
        value={choice.dataset}
        allowDeselect={false}
        onChange={(dataset) => onChange({ ...choice, dataset: dataset ?? '' })}
        data={[{ value: '', label: t('reports.fields.every') }, ...data]}
      />
      <span className="grow" />
      <span className="t2 sm">{t('reports.count', { count: entries.length, number: int(entries.length) })}</span>
    </>
  );
}

interface CardsProps extends Omit<GalleryBarProps, 'onChange'> {
  onClear: () => void;
  add: React.ReactNode;
}

function Cards({ entries, words, choice, onClear, add }: CardsProps) {
  const { t } = useTranslation();
  const actions = useReportActions();
  const [renaming, setRenaming] = useState<Entry | null>(null);
  const shown = useMemo(() => chosen(entries, choice), [entries, choice]);
  if (entries.length === 0) return <Empty action={add}>{t('reports.none')}</Empty>;
  if (shown.length === 0) {
    const clear = (
      <Button onClick={onClear}>{t('reports.showAll', { count: entries.length, number: int(entries.length) })}</Button>
    );
    return <Empty action={clear}>{t('reports.noMatch')}</Empty>;
  }
  return (
    <>
      <ul className={css.grid} aria-label={t('reports.title')}>
        {shown.map((entry) => (
          <ReportCard
            key={entry.name}
            entry={entry}
            words={words}
            actions={actions}
            onRename={() => setRenaming(entry)}
          />
        ))}
      </ul>
      {renaming && (
        <TitleDialog
          question={t('reports.renameQuestion', { title: renaming.title })}
          yes={t('reports.rename')}
          title={renaming.title}
          words={renaming.words}
          onYes={(title, text) => {
            actions.rename(renaming.name, title, text);
            setRenaming(null);
          }}
          onClose={() => setRenaming(null)}
        />
      )}
    </>
  );
}
