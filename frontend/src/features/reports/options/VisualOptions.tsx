import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Show, Visual } from '../../../api/reportTypes';
import { type Building, optionsOf } from '../builder/context';
import { keysOf, modeOf } from '../draft/parts';
import { kindsIn } from '../fields/fields';
import { BandsOptions } from './BandsOptions';
import { GoalOptions } from './GoalOptions';
import { Section } from './Section';
import { ValuesOptions } from './ValuesOptions';

const of = (...shows: Show[]) => new Set<Show>(shows);

/** What each part of a visual is for. */
const splits = of('bar', 'column', 'line', 'area', 'radar', 'heatmap', 'sankey', 'scatter', 'treemap');
const plain = of('table', 'crosstab', 'tree', 'agenda');
const stacks = of('bar', 'column', 'area');
const goals = of('bar', 'column', 'line', 'area', 'combo', 'gauge', 'bullet', 'indicator', 'scatter');
const bands = of('gauge', 'bullet', 'indicator');
const labels = of('bar', 'column', 'line', 'area', 'combo', 'pie', 'donut', 'heatmap', 'funnel');
const hundreds = of('bar', 'column', 'line', 'area', 'combo', 'bullet', 'rates', 'scatter', 'gauge');

/** VisualOptions say how the answer is shown. */
export function VisualOptions(building: Building) {
  const { report, words, label, dispatch } = building;
  const { t } = useTranslation();
  const { visual, query } = report;
  const { show } = visual;
  const set = (part: Partial<Visual>) => dispatch({ type: 'setVisual', visual: part });
  const kindOf = kindsIn(words.catalog, query);
  const keys = keysOf(query).filter((name) => modeOf(query) === 'figures' || kindOf(name) !== 'number');
  const values = valuesIn(building);
  return (
    <>
      {!plain.has(show) && show !== 'figures' && show !== 'indicator' && show !== 'gauge' && keys.length > 0 && (
        <Section title={t('reports.options.axes')}>
          <Select
            label={t('reports.options.category')}
            placeholder={t('reports.options.byAnswer')}
            value={visual.category ?? null}
            clearable
            onChange={(category) => set({ category: category ?? undefined })}
            data={optionsOf(keys, label)}
          />
          {splits.has(show) && keys.length > 1 && (
            <Select
              label={t('reports.options.split')}
              placeholder={t('reports.options.byAnswer')}
              value={visual.split ?? null}
              clearable
              onChange={(split) => set({ split: split ?? undefined })}
              data={optionsOf(keys, label)}
            />
          )}
          {show === 'scatter' && (
            <Select
              label={t('reports.options.size')}
              placeholder={t('reports.options.none')}
              value={visual.size ?? null}
              clearable
              onChange={(size) => set({ size: size ?? undefined })}
              data={optionsOf(values, label)}
            />
          )}
        </Section>
      )}
      {!plain.has(show) && values.length > 0 && <ValuesOptions {...building} names={values} />}
      {stacks.has(show) && (
        <Section title={t('reports.options.stack')}>
          <Select
            aria-label={t('reports.options.stack')}
            value={visual.stack ?? ''}
            allowDeselect={false}
            onChange={(stack) => set({ stack: (stack || undefined) as Visual['stack'] })}
            data={[
              { value: '', label: t('reports.options.stackNone') },
              { value: 'sum', label: t('reports.options.stackSum') },
              { value: 'share', label: t('reports.options.stackShare') },
            ]}
          />
        </Section>
      )}
      {goals.has(show) && <GoalOptions {...building} />}
      {bands.has(show) && <BandsOptions {...building} />}
      {(labels.has(show) || hundreds.has(show) || plain.has(show)) && (
        <Section title={t('reports.options.look')}>
          {labels.has(show) && (
            <Select
              label={t('reports.options.labels')}
              value={visual.labels ?? ''}
              allowDeselect={false}
              onChange={(value) => set({ labels: (value || undefined) as Visual['labels'] })}
              data={[
                { value: '', label: t('reports.options.labelsRoom') },
                { value: 'last', label: t('reports.options.labelsLast') },
                { value: 'all', label: t('reports.options.labelsAll') },
              ]}
            />
          )}
          {hundreds.has(show) && (
            <Switch
              label={t('reports.options.hundred')}
              checked={visual.hundred ?? false}
              onChange={(event) => set({ hundred: event.currentTarget.checked || undefined })}
            />
          )}
          {plain.has(show) && (
            <Select
              label={t('reports.options.density')}
              value={visual.density ?? ''}
              allowDeselect={false}
              onChange={(density) => set({ density: (density || undefined) as Visual['density'] })}
              data={[
                { value: 'dense', label: t('reports.options.dense') },
                { value: '', label: t('reports.options.usual') },
                { value: 'relaxed', label: t('reports.options.relaxed') },
              ]}
            />
          )}
        </Section>
      )}
    </>
  );
}

/** valuesIn are the columns that can be drawn as values. */
export function valuesIn({ report, words }: Building): string[] {
  const { query } = report;
  const calculations = (query.calculations ?? []).map((one) => one.name);
  if (modeOf(query) === 'figures') return [...(query.metrics ?? []), ...calculations];
  const kindOf = kindsIn(words.catalog, query);
  return (query.columns ?? []).filter((name) => kindOf(name) !== 'text');
}
