import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Filter } from '../../api/metricTypes';
import { day } from '../../lib/format';
import { units } from '../../lib/span';
import type { Words } from '../catalog/words';
import { spanText } from './clause';
import css from './Filter.module.css';
import { OperandField } from './OperandField';

interface RelativeFieldsProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
  words: Words;
}

/** RelativeFields say how far a date that moves with the day reaches, and print the days it means now. */
export function RelativeFields({ filter, onChange, words }: RelativeFieldsProps) {
  const { t } = useTranslation();
  const { op, n, unit = 'day', rolling, excluded, from } = filter;
  const flag = (name: 'rolling' | 'excluded', on: boolean) => {
    const { [name]: _, ...rest } = filter;
    onChange(on ? { ...rest, [name]: true } : rest);
  };
  const start = (value: unknown) => {
    const { from: _, ...rest } = filter;
    onChange(value ? { ...rest, from: String(value) } : rest);
  };
  const span = spanText(filter, words, t);
  return (
    <>
      <div className={css.pair}>
        {op !== 'this' && (
          <OperandField
            label={t('filter.howMany')}
            kind="number"
            value={n}
            onChange={(value) => onChange({ ...filter, n: value as number })}
            autoFocus
          />
        )}
        <Select
          aria-label={t('filter.unit')}
          value={unit}
          data={units.map((value) => ({
            value,
            label: t(`filter.units.${value}`, { count: typeof n === 'number' ? n : 2 }),
          }))}
          onChange={(value) => value && onChange({ ...filter, unit: value })}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
        />
      </div>
      {op !== 'this' && (
        <>
          {unit !== 'day' && (
            <Checkbox
              label={t('filter.rollingLabel')}
              checked={rolling ?? false}
              onChange={(event) => flag('rolling', event.currentTarget.checked)}
            />
          )}
          <Checkbox
            label={t(unit === 'day' || rolling ? 'filter.excludedDay' : 'filter.excludedPeriod')}
            checked={excluded ?? false}
            onChange={(event) => flag('excluded', event.currentTarget.checked)}
          />
        </>
      )}
      <div>
        <div className="t2 sm">{t('filter.startsFrom')}</div>
        <OperandField
          label={t('filter.startsFrom')}
          kind="date"
          value={from}
          onChange={start}
          placeholder={day(words.calendar.today)}
        />
      </div>
      <p className={css.span} role="status">
        {span === '' ? t('filter.spanLater') : span}
      </p>
    </>
  );
}
