import { Button } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../api/metricTypes';
import { answerQuery } from '../../api/reports';
import type { Answer, Asking } from '../../api/reportTypes';
import type { View } from '../../api/types';
import { int } from '../../lib/format';
import { goTo, setParam } from '../../lib/route';
import { useWords, type Words } from '../catalog/useCatalog';
import { Empty } from '../Empty';

/** Removable is a filter of a tile that can be taken away. */
export interface Removable {
  /** label names the filter: what it is about, in words. */
  label: string;
  filter: Filter;
  remove: () => void;
}

interface TileEmptyProps {
  view: View;
  asking: Asking;
  answer: Answer;
  removable: Removable[];
  /** onRemoveAll takes every filter away at once. */
  onRemoveAll: () => void;
}

/** Trial is the same question with one filter less. */
interface Trial {
  label: string;
  view: View;
  asking: Asking;
  remove: () => void;
}

/** TileEmpty says why there is nothing, and which one filter to take away, with what comes back. */
export function TileEmpty({ view, asking, answer, removable, onRemoveAll }: TileEmptyProps) {
  const { t } = useTranslation();
  const words = useWords();
  const trials = trialsOf(view, asking, removable, t('visual.scope'));
  const answers = useQueries({
    queries: trials.map((trial) => answerQuery(trial.view, { ...trial.asking, limit: 1 })),
  });
  const whole = useQuery({
    ...answerQuery({ ...view, scope: 'all' }, { ...asking, filters: [], limit: 1 }),
    enabled: trials.length > 1 && answers.every((one) => one.data && one.data.result.row_count === 0),
  });
  if (!words) return null;

  const missing = missingDataset(answer, words);
  if (missing !== undefined) {
    return (
      <Empty action={<Button onClick={() => goTo('imports')}>{t('visual.importFile')}</Button>}>
        {t('visual.notImported', { dataset: missing })}
      </Empty>
    );
  }
  const found = trials
    .map((trial, index) => ({ trial, count: answers[index]?.data?.result.row_count ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count)
    .at(-1);
  if (found) {
    const action = <Button onClick={found.trial.remove}>{t('visual.remove', { filter: found.trial.label })}</Button>;
    return (
      <Empty action={action}>
        {t('visual.without', { count: found.count, number: int(found.count), filter: found.trial.label })}
      </Empty>
    );
  }
  if (answers.some((one) => one.isPending) || whole.isFetching) return null;
  const all = whole.data?.result.row_count ?? 0;
  if (all === 0) return <Empty>{t('visual.nothing')}</Empty>;
  return (
    <Empty action={<Button onClick={onRemoveAll}>{t('visual.removeAll')}</Button>}>
      {t('visual.together', { count: all, number: int(all) })}
    </Empty>
  );
}

function trialsOf(view: View, asking: Asking, removable: Removable[], scope: string): Trial[] {
  const trials: Trial[] = removable.map(({ label, filter, remove }) => ({
    label,
    remove,
    view,
    asking: { ...asking, filters: (asking.filters ?? []).filter((one) => one !== filter) },
  }));
  if (view.scope === 'own') {
    trials.push({ label: scope, view: { ...view, scope: 'all' }, asking, remove: () => setParam('scope', null) });
  }
  return trials;
}

/** missingDataset is the label of the data of which nothing was ever imported. */
function missingDataset({ query, result }: Answer, words: Words): string | undefined {
  const asked = new Set((query.metrics ?? []).map((name) => datasetOf(name, words)));
  if (query.dataset) asked.add(query.dataset);
  for (const name of asked) {
    const facts = words.dataset(name ?? '')?.facts ?? [];
    const [first] = facts;
    const missing = facts.every((fact) => !(fact in result.as_of_by_dataset));
    if (first !== undefined && missing) return words.datasetLabel(first);
  }
  return undefined;
}

function datasetOf(metric: string, words: Words): string | undefined {
  const measure = words.metric(metric)?.measure;
  return words.catalog.measures.find((one) => one.name === measure)?.dataset;
}
