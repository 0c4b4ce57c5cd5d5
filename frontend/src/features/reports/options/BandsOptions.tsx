import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Tone, Visual } from '../../../api/reportTypes';
import { NumberField } from '../../../components/NumberField';
import type { Building } from '../builder/context';
import { compact } from '../draft/parts';
import css from './Options.module.css';
import { Add, ItemButtons, replacedAt, Section } from './Section';
import { useTones } from './useTones';

type Band = NonNullable<Visual['bands']>[number];

/** BandsOptions cut the scale of a gauge into ranges, from the lowest up. */
export function BandsOptions({ report, dispatch }: Building) {
  const { t } = useTranslation();
  const tones = useTones();
  const bands = report.visual.bands ?? [];
  const set = (next: Band[]) => dispatch({ type: 'setVisual', visual: { bands: next.length > 0 ? next : undefined } });
  const change = (at: number, part: Partial<Band>) => {
    const one = bands[at];
    if (one) set(replacedAt(bands, at, compact({ ...one, ...part })));
  };
  return (
    <Section title={t('reports.options.bands')} hint={t('reports.options.bandsHint')}>
      {bands.map((band, i) => (
        <div key={i} className={css.line}>
          <NumberField
            className={css.small}
            aria-label={t('reports.options.bandTo', { number: i + 1 })}
            placeholder={t('reports.options.noBound')}
            value={band.to ?? ''}
            onChange={(to) => change(i, { to: typeof to === 'number' ? to : undefined })}
          />
          <TextInput
            aria-label={t('reports.options.bandTitle', { number: i + 1 })}
            placeholder={t('reports.options.caption')}
            value={band.title ?? ''}
            onChange={(event) => change(i, { title: event.currentTarget.value || undefined })}
          />
          <Select
            aria-label={t('reports.options.bandTone', { number: i + 1 })}
            value={band.tone}
            allowDeselect={false}
            onChange={(tone) => tone && change(i, { tone: tone as Tone })}
            data={tones}
          />
          <ItemButtons
            name={t('reports.options.band', { number: i + 1 })}
            onRemove={() => set(bands.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <Add onClick={() => set([...bands, { tone: 'neutral' }])}>{t('reports.options.addBand')}</Add>
    </Section>
  );
}
