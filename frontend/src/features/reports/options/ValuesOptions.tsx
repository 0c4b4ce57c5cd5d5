import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Series, Show } from '../../../api/reportTypes';
import type { Building } from '../builder/context';
import { compact } from '../draft/parts';
import css from './Options.module.css';
import { ItemButtons, movedBy, replacedAt, Section } from './Section';

const tones = ['counts', 'part', 'explained', 'unknown', 'over'] as const;

/** ValuesOptions choose what is drawn as values, in which order, and what each means. */
export function ValuesOptions({ report, label, dispatch, names }: Building & { names: string[] }) {
  const { t } = useTranslation();
  const { visual } = report;
  const chosen: Series[] = visual.values ?? names.map((column) => ({ column }));
  const rest = names.filter((name) => !chosen.some((one) => one.column === name));
  const set = (values: Series[]) => dispatch({ type: 'setVisual', visual: { values } });
  const change = (at: number, part: Partial<Series>) => {
    const one = chosen[at];
    if (one) set(replacedAt(chosen, at, compact({ ...one, ...part })));
  };
  return (
    <Section title={t('reports.options.values')}>
      {chosen.map((one, i) => (
        <div key={one.column} className={css.card}>
          <div className={css.cardHead}>
            <Checkbox
              className="grow"
              checked
              disabled={chosen.length === 1}
              label={label(one.column)}
              onChange={() => set(chosen.filter((_, at) => at !== i))}
            />
            {chosen.length > 1 && (
              <ItemButtons
                name={label(one.column)}
                first={i === 0}
                last={i === chosen.length - 1}
                onMove={(by) => set(movedBy(chosen, i, by))}
              />
            )}
          </div>
          <div className={css.line}>
            {visual.show === 'combo' && (
              <Select
                aria-label={t('reports.options.seriesShow', { name: label(one.column) })}
                value={one.show ?? (i === 0 ? 'column' : 'line')}
                allowDeselect={false}
                onChange={(show) => change(i, { show: (show ?? undefined) as Show | undefined })}
                data={(['column', 'line', 'area'] as const).map((show) => ({
                  value: show,
                  label: t(`reports.show.${show}`),
                }))}
                className="grow"
              />
            )}
            <Select
              aria-label={t('reports.options.tone', { name: label(one.column) })}
              value={one.tone ?? ''}
              allowDeselect={false}
              onChange={(tone) => change(i, { tone: (tone || undefined) as Series['tone'] })}
              data={[
                { value: '', label: t('reports.seriesTone.series') },
                ...tones.map((tone) => ({ value: tone as string, label: t(`reports.seriesTone.${tone}`) })),
              ]}
              className="grow"
            />
          </div>
          <Checkbox
            label={t('reports.options.negative')}
            checked={one.negative ?? false}
            onChange={(event) => change(i, { negative: event.currentTarget.checked || undefined })}
          />
        </div>
      ))}
      {rest.map((name) => (
        <Checkbox key={name} checked={false} label={label(name)} onChange={() => set([...chosen, { column: name }])} />
      ))}
    </Section>
  );
}
