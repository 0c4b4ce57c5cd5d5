import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Visual } from '../../../api/reportTypes';
import { NumberField } from '../../../components/NumberField';
import { type Building, optionsOf } from '../builder/context';
import { compact } from '../draft/parts';
import css from './Options.module.css';
import { Section } from './Section';

type Kind = '' | 'value' | 'metric';

/** GoalOptions set the dotted line of a goal: a number, or the figure of a metric. */
export function GoalOptions({ report, label, dispatch }: Building) {
  const { t } = useTranslation();
  const { goal } = report.visual;
  const metrics = report.query.metrics ?? [];
  const kind: Kind = goal ? (goal.metric === undefined ? 'value' : 'metric') : '';
  const set = (next: Visual['goal']) => dispatch({ type: 'setVisual', visual: { goal: next && compact(next) } });
  const choose = (next: Kind) => {
    if (next === '') set(undefined);
    else set(next === 'value' ? { value: 0, title: goal?.title } : { metric: metrics[0], title: goal?.title });
  };
  return (
    <Section title={t('reports.options.goal')}>
      <Select
        aria-label={t('reports.options.goal')}
        value={kind}
        allowDeselect={false}
        onChange={(next) => choose((next ?? '') as Kind)}
        data={[
          { value: '', label: t('reports.options.none') },
          { value: 'value', label: t('reports.options.goalValue') },
          ...(metrics.length > 0 ? [{ value: 'metric', label: t('reports.options.goalMetric') }] : []),
        ]}
      />
      {goal && (
        <div className={css.line}>
          {kind === 'value' ? (
            <NumberField
              label={t('reports.options.goalAt')}
              value={goal.value ?? ''}
              onChange={(value) => typeof value === 'number' && set({ ...goal, value })}
            />
          ) : (
            <Select
              label={t('reports.options.goalAt')}
              value={goal.metric ?? null}
              allowDeselect={false}
              onChange={(metric) => metric && set({ ...goal, metric })}
              data={optionsOf(metrics, label)}
            />
          )}
          <TextInput
            label={t('reports.options.goalTitle')}
            value={goal.title ?? ''}
            onChange={(event) => set({ ...goal, title: event.currentTarget.value || undefined })}
          />
        </div>
      )}
    </Section>
  );
}
