import { Button, Checkbox, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellValue, Filter, Relation } from '../../api/metricTypes';
import { valuesQuery } from '../../api/reports';
import { cx } from '../../lib/cx';
import { int } from '../../lib/format';
import type { Words } from '../catalog/words';
import { ErrorPanel } from '../ErrorPanel';
import { Icon } from '../Icon';
import { useView } from '../useView';
import css from './Filter.module.css';

/** most is how many values are listed at once; searching finds the others. */
const most = 200;

interface ValuePickerProps {
  dimension: string;
  /** dataset is the relation whose rows are counted. */
  dataset?: Relation | undefined;
  /** context limits the values to those of rows that hold the other filters. */
  context?: Filter | undefined;
  value: CellValue[];
  onChange: (value: CellValue[]) => void;
  words: Words;
}

/** ValuePicker lists the values of a dimension with how many rows have each, to choose from. */
export function ValuePicker({ dimension, dataset, context, value, onChange, words }: ValuePickerProps) {
  const { t } = useTranslation();
  const { scope, asOf } = useView();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search, 150);
  const list = useRef<HTMLDivElement>(null);
  const { data, error, refetch, isPlaceholderData } = useQuery(
    valuesQuery({
      dimension,
      limit: most,
      scope,
      ...(dataset && { dataset }),
      ...(context && { filter: context }),
      ...(wanted.trim() && { search: wanted.trim() }),
      ...(asOf && { as_of: asOf }),
    }),
  );
  const found = data ?? [];
  const rowsOf = new Map(found.map((one) => [one.value, one.rows]));
  const chosenElsewhere = wanted === '' ? value.filter((one) => !rowsOf.has(one)) : [];
  const shown: CellValue[] = [...chosenElsewhere, ...found.map((one) => one.value)];
  const toggle = (one: CellValue) =>
    onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one]);

  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const boxes = [...(list.current?.querySelectorAll<HTMLInputElement>('input[type="checkbox"]') ?? [])];
    const at = boxes.indexOf(event.target as HTMLInputElement);
    boxes[Math.max(0, Math.min(boxes.length - 1, at + step))]?.focus();
  };

  return (
    <fieldset className={css.picker} aria-label={words.label(dimension)} onKeyDown={move}>
      <TextInput
        data-autofocus
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        placeholder={t('filter.searchValues')}
        aria-label={t('filter.searchValues')}
        leftSection={<Icon of={IconSearch} />}
        rightSection={
          search === '' ? null : <CloseButton size="xs" aria-label={t('find.clear')} onClick={() => setSearch('')} />
        }
      />
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      <div ref={list} className={cx(css.values, isPlaceholderData && css.waiting)}>
        {shown.map((one) => (
          <ValueRow
            key={JSON.stringify(one)}
            label={one === null ? t('filter.missing') : words.value(dimension, one)}
            rows={rowsOf.get(one) ?? 0}
            checked={value.includes(one)}
            onToggle={() => toggle(one)}
          />
        ))}
        {data && shown.length === 0 && <p className={cx('t2', css.none)}>{t('filter.noValues')}</p>}
      </div>
      <div className={css.under}>
        <span className="t2 sm" role="status">
          {found.length >= most
            ? t('filter.firstValues', { number: int(most) })
            : t('filter.chosen', { count: value.length, number: int(value.length) })}
        </span>
        {value.length > 0 && (
          <Button variant="subtle" size="compact-xs" onClick={() => onChange([])}>
            {t('filter.chooseNone')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface ValueRowProps {
  label: string;
  rows: number;
  checked: boolean;
  onToggle: () => void;
}

function ValueRow({ label, rows, checked, onToggle }: ValueRowProps) {
  const id = useId();
  return (
    <div className={css.value}>
      <Checkbox id={id} checked={checked} onChange={onToggle} />
      <label htmlFor={id} className="cut grow" title={label}>
        {label}
      </label>
      <span className="t3 sm">{int(rows)}</span>
    </div>
  );
}
