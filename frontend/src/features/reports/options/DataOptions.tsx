import { Checkbox, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { NumberField } from '../../../components/NumberField';
import type { Building } from '../builder/context';
import { dimensionOf, grainOf, modeOf, sortableOf } from '../draft/parts';
import { CalculationOptions } from './CalculationOptions';
import { CompareOptions } from './CompareOptions';
import css from './Options.module.css';
import { Add, ItemButtons, movedBy, replacedAt, Section } from './Section';
import { TopOptions } from './TopOptions';

/** dateGrains are those of a date; a time has more beside. */
const dateGrains = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'quarter_of_year',
  'month_of_year',
  'week_of_year',
  'day_of_year',
  'day_of_month',
  'day_of_week',
] as const;
const timeGrains = ['hour', 'minute', 'hour_of_day'] as const;

/** DataOptions say what is asked for beside the fields: order, limits, periods, comparison, calculations. */
export function DataOptions(building: Building) {
  const { report, words, label, dispatch } = building;
  const { t } = useTranslation();
  const { query } = report;
  const figures = modeOf(query) === 'figures';
  const dates = (query.by ?? []).filter((by) =>
    ['date', 'time'].includes(words.dimension(dimensionOf(by))?.kind ?? ''),
  );
  const keys = (query.by ?? []).map(dimensionOf);
  return (
    <>
      <SortOptions {...building} />
      <Section title={t('reports.options.limit')}>
        <div className={css.line}>
          <NumberField
            label={t('reports.options.rows')}
            placeholder={t('reports.options.allRows')}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={query.limit ?? ''}
            onChange={(limit) =>
              dispatch({ type: 'setLimit', limit: typeof limit === 'number' && limit > 0 ? limit : undefined })
            }
          />
        </div>
        {figures && (
          <Switch
            label={t('reports.options.totals')}
            checked={query.totals ?? false}
            onChange={(event) => dispatch({ type: 'setTotals', totals: event.currentTarget.checked })}
          />
        )}
        {!figures && (query.dataset ?? 'entitlements') === 'entitlements' && (
          <Switch
            label={t('reports.options.counting')}
            checked={query.counting ?? false}
            onChange={(event) => dispatch({ type: 'setCounting', counting: event.currentTarget.checked })}
          />
        )}
      </Section>
      {dates.length > 0 && (
        <Section title={t('reports.options.grains')}>
          {dates.map((by) => {
            const name = dimensionOf(by);
            const grains = words.dimension(name)?.kind === 'time' ? [...dateGrains, ...timeGrains] : dateGrains;
            return (
              <Select
                key={name}
                label={label(name)}
                value={grainOf(by)}
                allowDeselect={false}
                onChange={(grain) => dispatch({ type: 'setGrain', name, grain: grain ?? '' })}
                data={[
                  { value: '', label: t('reports.grain.none') },
                  ...grains.map((grain) => ({ value: grain as string, label: t(`reports.grain.${grain}`) })),
                ]}
              />
            );
          })}
        </Section>
      )}
      {figures && keys.length > 0 && <TopOptions {...building} />}
      <CompareOptions {...building} />
      {figures && <CalculationOptions {...building} />}
      {figures && keys.length > 1 && (
        <Section title={t('reports.options.pivot')} hint={t('reports.options.pivotHint')}>
          <div className={css.checks}>
            {keys.map((name) => (
              <Checkbox
                key={name}
                label={label(name)}
                checked={query.pivot?.includes(name) ?? false}
                onChange={(event) => {
                  const others = (query.pivot ?? []).filter((one) => one !== name);
                  dispatch({ type: 'setPivot', pivot: event.currentTarget.checked ? [...others, name] : others });
                }}
              />
            ))}
          </div>
        </Section>
      )}
    </>
  );
}

function SortOptions({ report, label, dispatch }: Building) {
  const { t } = useTranslation();
  const { query } = report;
  const sort = query.sort ?? [];
  const names = sortableOf(query);
  const free = names.filter((name) => !sort.some((one) => one.by === name));
  const set = (next: typeof sort) => dispatch({ type: 'setSort', sort: next });
  return (
    <Section title={t('reports.options.sort')}>
      {sort.map((one, i) => (
        <div key={one.by} className={css.line}>
          <Select
            aria-label={t('reports.options.sortBy', { number: i + 1 })}
            className="grow"
            value={one.by}
            allowDeselect={false}
            onChange={(by) => by && set(replacedAt(sort, i, { ...one, by }))}
            data={[one.by, ...free].map((name) => ({ value: name, label: label(name) }))}
          />
          <Select
            aria-label={t('reports.options.sortOrder', { name: label(one.by) })}
            className={css.order}
            value={one.desc ? 'desc' : 'asc'}
            allowDeselect={false}
            onChange={(order) => set(replacedAt(sort, i, { by: one.by, ...(order === 'desc' && { desc: true }) }))}
            data={[
              { value: 'asc', label: t('reports.options.ascending') },
              { value: 'desc', label: t('reports.options.descending') },
            ]}
          />
          <ItemButtons
            name={label(one.by)}
            first={i === 0}
            last={i === sort.length - 1}
            onMove={sort.length > 1 ? (by) => set(movedBy(sort, i, by)) : undefined}
            onRemove={() => set(sort.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      {free.length > 0 && (
        <Add onClick={() => set([...sort, { by: free.at(-1) ?? '', desc: true }])}>{t('reports.options.addSort')}</Add>
      )}
    </Section>
  );
}
