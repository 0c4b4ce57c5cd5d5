import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { DimensionKind, Filter } from '../../api/metricTypes';
import type { Words } from '../catalog/words';
import css from './Filter.module.css';
import { isRelative, valuesOf } from './tree';

/** cycles are the grains whose periods come again, each with its first and last number. */
const cycles: Record<string, [number, number]> = {
  quarter_of_year: [1, 4],
  month_of_year: [1, 12],
  day_of_week: [1, 7],
  day_of_month: [1, 31],
  week_of_year: [1, 53],
};

const alongTime = ['week', 'month', 'quarter', 'year'];

interface GrainSelectProps {
  filter: Filter;
  kind: DimensionKind;
  onChange: (grain: string) => void;
}

/** GrainSelect chooses whether a date itself or its period is compared. */
export function GrainSelect({ filter, kind, onChange }: GrainSelectProps) {
  const { t } = useTranslation();
  if ((kind !== 'date' && kind !== 'time') || isRelative(filter.op)) return null;
  const known = [...alongTime, ...Object.keys(cycles)];
  const grains = filter.grain && !known.includes(filter.grain) ? [...known, filter.grain] : known;
  return (
    <Select
      aria-label={t('filter.compare')}
      value={filter.grain ?? ''}
      data={[
        { value: '', label: t('filter.theDay') },
        ...grains.map((value) => ({ value, label: t(`catalog.grain.${value}` as 'catalog.grain.day') })),
      ]}
      onChange={(value) => onChange(value ?? '')}
      allowDeselect={false}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

interface PeriodsProps {
  filter: Filter;
  words: Words;
  onChange: (filter: Filter) => void;
}

/** Periods chooses among periods that come again: months of the year, days of the week. */
export function Periods({ filter, words, onChange }: PeriodsProps) {
  const [first, last] = cycles[filter.grain ?? ''] ?? [0, 59];
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const chosen = valuesOf(filter);
  const toggle = (one: number) => {
    const values = chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one];
    onChange({ ...filter, values: values.sort((a, b) => Number(a) - Number(b)) });
  };
  return (
    <fieldset className={css.periods} aria-label={words.label(filter.dimension ?? '')}>
      {all.map((one) => (
        <Checkbox
          key={one}
          label={words.value(filter.dimension ?? '', one, filter.grain)}
          checked={chosen.includes(one)}
          onChange={() => toggle(one)}
        />
      ))}
    </fieldset>
  );
}
