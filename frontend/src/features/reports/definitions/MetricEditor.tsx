import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { DerivedMetric, Relation } from '../../../api/metricTypes';
import { FilterBar } from '../../../components/filter/FilterBar';
import { compact } from '../draft/parts';
import { datasetOf } from '../fields/fields';
import css from './Definitions.module.css';
import { EditorFrame } from './EditorFrame';
import { type Editing, existing, homesOf, useNaming } from './editing';
import { useDefinitionActions } from './useDefinitionActions';

const aggregates = ['count', 'distinct', 'sum', 'average', 'median', 'min', 'max'] as const;
const formats = ['integer', 'decimal', 'percent'] as const;

/** numbersOnly are the aggregates that need a number. */
const numbersOnly = ['sum', 'average', 'median'];

/** MetricEditor makes a metric: another one with a filter of its own, or an aggregate of a column. */
export function MetricEditor(editing: Editing) {
  const { name, words, dispatch, onClose } = editing;
  const { t } = useTranslation();
  const { value, home } = existing<DerivedMetric>(editing, 'metric');
  const [metric, setMetric] = useState<DerivedMetric>(value ?? { name: '', metric: '' });
  const [title, setTitle] = useState(value ? (value.words ?? words.label(name)) : '');
  const naming = useNaming(editing, title, 'metric');
  const actions = useDefinitionActions(dispatch);
  const { catalog } = words;
  const filtered = metric.aggregate === undefined;
  const dataset: Relation = metric.dataset ?? 'entitlements';
  const base = words.metric(metric.metric ?? '');
  const datasets = filtered ? (base ? [datasetOf(catalog, base)] : []) : [dataset];

  const turn = (way: string) =>
    setMetric(
      way === 'filter'
        ? { name, metric: '' }
        : { name, aggregate: 'count', dataset: editing.dataset || 'entitlements' },
    );
  const problem = naming.problem || unfinished();
  function unfinished(): string {
    if (filtered) return metric.metric ? '' : t('reports.metric.baseNeeded');
    return metric.aggregate === 'count' || metric.column ? '' : t('reports.metric.columnNeeded');
  }
  const made = compact({ ...metric, name: naming.made, words: title.trim(), unit: metric.unit || undefined });
  return (
    <EditorFrame
      kind="metric"
      name={name}
      title={title}
      onTitle={setTitle}
      problem={problem}
      homes={homesOf(editing)}
      from={value ? home : dispatch ? 'report' : 'kept'}
      onApply={(to) =>
        actions.apply({
          definition: { kind: 'metric', value: made },
          home: to,
          title: title.trim(),
          fresh: name === '',
        })
      }
      onRemove={value && (() => actions.remove('metric', name, home))}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t('reports.metric.way')}
        value={filtered ? 'filter' : 'aggregate'}
        onChange={turn}
        data={[
          { value: 'filter', label: t('reports.metric.filtered') },
          { value: 'aggregate', label: t('reports.metric.aggregated') },
        ]}
      />
      {filtered ? (
        <Select
          label={t('reports.metric.base')}
          searchable
          value={metric.metric || null}
          allowDeselect={false}
          onChange={(next) => next && setMetric({ ...metric, metric: next })}
          data={catalog.metrics
            .filter((one) => one.name !== name)
            .map((one) => ({ value: one.name, label: one.label }))}
        />
      ) : (
        <Aggregate metric={metric} editing={editing} dataset={dataset} onChange={setMetric} />
      )}
      {datasets.length > 0 && (
        <section aria-label={t('reports.metric.filter')}>
          <h3>{t('reports.metric.filter')}</h3>
          <FilterBar
            value={metric.filter}
            off={[]}
            datasets={datasets}
            onChange={(filter) => setMetric(compact({ ...metric, filter }))}
          />
        </section>
      )}
    </EditorFrame>
  );
}

interface AggregateProps {
  metric: DerivedMetric;
  editing: Editing;
  dataset: Relation;
  onChange: (metric: DerivedMetric) => void;
}

function Aggregate({ metric, editing, dataset, onChange }: AggregateProps) {
  const { t } = useTranslation();
  const { words } = editing;
  const has = words.dataset(dataset)?.dimensions ?? [];
  const numeric = numbersOnly.includes(metric.aggregate ?? '');
  const columns = words.catalog.dimensions.filter(
    (one) => has.includes(one.name) && (!numeric || one.kind === 'number' || one.kind === 'days'),
  );
  return (
    <>
      <Select
        label={t('reports.metric.rowsOf')}
        searchable
        value={dataset}
        allowDeselect={false}
        onChange={(next) =>
          next && onChange(compact({ ...metric, dataset: next, column: undefined, filter: undefined }))
        }
        data={words.catalog.datasets.map((one) => ({ value: one.name, label: one.label }))}
      />
      <div className={css.line}>
        <Select
          label={t('reports.metric.aggregate')}
          value={metric.aggregate ?? 'count'}
          allowDeselect={false}
          onChange={(aggregate) => aggregate && onChange(compact({ ...metric, aggregate, column: undefined }))}
          data={aggregates.map((one) => ({ value: one as string, label: t(`reports.aggregate.${one}`) }))}
        />
        <Select
          label={t('reports.metric.column')}
          placeholder={metric.aggregate === 'count' ? t('reports.metric.allRows') : undefined}
          searchable
          clearable={metric.aggregate === 'count'}
          value={metric.column ?? null}
          onChange={(column) => onChange(compact({ ...metric, column: column ?? undefined }))}
          data={columns.map((one) => ({ value: one.name, label: one.label }))}
        />
      </div>
      <div className={css.line}>
        <TextInput
          label={t('reports.editor.unit')}
          value={metric.unit ?? ''}
          maxLength={40}
          onChange={(event) => onChange({ ...metric, unit: event.currentTarget.value })}
        />
        <Select
          label={t('reports.editor.format')}
          value={metric.format ?? ''}
          allowDeselect={false}
          onChange={(format) => onChange(compact({ ...metric, format: format || undefined }))}
          data={[
            { value: '', label: t('reports.editor.byType') },
            ...formats.map((one) => ({ value: one as string, label: t(`reports.columnFormat.${one}`) })),
          ]}
        />
      </div>
    </>
  );
}
