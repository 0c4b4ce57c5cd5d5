import { Checkbox, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Top } from '../../../api/metricTypes';
import { NumberField } from '../../../components/NumberField';
import { type Building, optionsOf } from '../builder/context';
import { compact, dimensionOf } from '../draft/parts';
import css from './Options.module.css';
import { Section } from './Section';

/** TopOptions keep the first values of a dimension by a metric, with the rest as Other. */
export function TopOptions({ report, label, dispatch }: Building) {
  const { t } = useTranslation();
  const { query } = report;
  const { top } = query;
  const keys = (query.by ?? []).map(dimensionOf);
  const metrics = query.metrics ?? [];
  const set = (next: Top | undefined) => dispatch({ type: 'setTop', top: next && compact(next) });
  const first = { dimension: keys[0] ?? '', n: 10, metric: metrics[0] ?? '', other: true };
  return (
    <Section title={t('reports.options.top')}>
      <Switch
        label={t('reports.options.topOn')}
        checked={top !== undefined}
        disabled={metrics.length === 0}
        onChange={(event) => set(event.currentTarget.checked ? first : undefined)}
      />
      {top && (
        <>
          <div className={css.line}>
            <Select
              aria-label={t('reports.options.topWhich')}
              value={top.least ? 'least' : 'most'}
              allowDeselect={false}
              className={css.order}
              onChange={(which) => set({ ...top, least: which === 'least' || undefined })}
              data={[
                { value: 'most', label: t('reports.options.most') },
                { value: 'least', label: t('reports.options.least') },
              ]}
            />
            <NumberField
              aria-label={t('reports.options.topN')}
              className={css.small}
              min={1}
              max={1000}
              allowDecimal={false}
              value={top.n}
              onChange={(n) => typeof n === 'number' && n > 0 && set({ ...top, n })}
            />
            <Select
              aria-label={t('reports.options.topOf')}
              value={top.dimension}
              allowDeselect={false}
              onChange={(dimension) => dimension && set({ ...top, dimension })}
              data={optionsOf(keys, label)}
            />
          </div>
          <Select
            label={t('reports.options.topBy')}
            value={top.metric}
            allowDeselect={false}
            onChange={(metric) => metric && set({ ...top, metric })}
            data={optionsOf(metrics, label)}
          />
          <Checkbox
            label={t('reports.options.topOther')}
            checked={top.other ?? false}
            onChange={(event) => set({ ...top, other: event.currentTarget.checked || undefined })}
          />
        </>
      )}
    </Section>
  );
}
