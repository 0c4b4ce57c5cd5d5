import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Bins } from '../../../api/metricTypes';
import { NumberField } from '../../../components/NumberField';
import { Add, ItemButtons, replacedAt } from '../options/Section';
import css from './Definitions.module.css';
import { binsOf } from './group';

interface GroupBinsProps {
  bins: Bins;
  onChange: (bins: Bins) => void;
}

type Bin = NonNullable<Bins['bins']>[number];

const asNumber = (value: string | number): number | null => (typeof value === 'number' ? value : null);

/** GroupBins cuts numbers: evenly between what there is, evenly between two bounds, or where the person says. */
export function GroupBins({ bins, onChange }: GroupBinsProps) {
  const { t } = useTranslation();
  const list = bins.bins ?? [];
  const set = (next: Bin[]) => onChange({ ...bins, bins: next });
  const change = (at: number, part: Partial<Bin>) => {
    const one = list[at];
    if (one) set(replacedAt(list, at, { ...one, ...part }));
  };
  return (
    <>
      <Select
        label={t('reports.bins.kind')}
        value={bins.kind}
        allowDeselect={false}
        onChange={(kind) => kind && onChange(binsOf(kind as Bins['kind'], bins))}
        data={(['dynamic', 'fixed', 'custom'] as const).map((kind) => ({
          value: kind,
          label: t(`reports.bins.${kind}`),
        }))}
      />
      {bins.kind !== 'custom' && (
        <div className={css.line}>
          <NumberField
            label={t('reports.bins.count')}
            min={1}
            max={100}
            allowDecimal={false}
            value={bins.count ?? ''}
            onChange={(count) => typeof count === 'number' && onChange({ ...bins, count })}
          />
          {bins.kind === 'fixed' && (
            <>
              <NumberField
                label={t('reports.bins.min')}
                value={bins.min ?? ''}
                onChange={(min) => onChange({ ...bins, min: asNumber(min) })}
              />
              <NumberField
                label={t('reports.bins.max')}
                value={bins.max ?? ''}
                onChange={(max) => onChange({ ...bins, max: asNumber(max) })}
              />
            </>
          )}
        </div>
      )}
      {bins.kind === 'custom' && (
        <>
          <p className="sm t3">{t('reports.bins.hint')}</p>
          {list.map((bin, i) => (
            <div key={i} className={css.line}>
              <TextInput
                aria-label={t('reports.bins.name', { number: i + 1 })}
                placeholder={t('reports.bins.byBounds')}
                value={bin.name ?? ''}
                onChange={(event) => change(i, { name: event.currentTarget.value })}
              />
              <NumberField
                aria-label={t('reports.bins.from', { number: i + 1 })}
                placeholder={t('reports.bins.fromAny')}
                value={bin.from ?? ''}
                onChange={(from) => change(i, { from: asNumber(from) })}
              />
              <NumberField
                aria-label={t('reports.bins.to', { number: i + 1 })}
                placeholder={t('reports.bins.toAny')}
                value={bin.to ?? ''}
                onChange={(to) => change(i, { to: asNumber(to) })}
              />
              <ItemButtons
                name={bin.name || t('reports.bins.bin', { number: i + 1 })}
                onRemove={() => set(list.filter((_, at) => at !== i))}
              />
            </div>
          ))}
          <Add onClick={() => set([...list, { from: list.at(-1)?.to ?? null, to: null }])}>{t('reports.bins.add')}</Add>
        </>
      )}
    </>
  );
}
