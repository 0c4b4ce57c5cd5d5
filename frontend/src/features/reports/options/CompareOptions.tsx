import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Compare } from '../../../api/metricTypes';
import { importsQuery } from '../../../api/queries';
import { NumberField } from '../../../components/NumberField';
import { useToday } from '../../../components/useView';
import { moment, shiftDay } from '../../../lib/format';
import type { Building } from '../builder/context';
import css from './Options.module.css';
import { Section } from './Section';

type Kind = '' | 'back' | 'as_of' | 'known_at';

const units = ['day', 'week', 'month', 'quarter', 'year'] as const;

function kindOf(compare: Compare | undefined): Kind {
  if (!compare) return '';
  if (compare.back !== undefined) return 'back';
  return compare.as_of === undefined ? 'known_at' : 'as_of';
}

/** CompareOptions put the figures of another state beside: of earlier, of a day, or as known after an import. */
export function CompareOptions({ report, dispatch }: Building) {
  const { t } = useTranslation();
  const today = useToday();
  const { data: imports = [] } = useQuery(importsQuery());
  const { compare } = report.query;
  const kind = kindOf(compare);
  const known = imports.filter((one) => one.state === 'committed');
  const set = (next: Compare | undefined) => dispatch({ type: 'setCompare', compare: next });
  const choose = (next: Kind) => {
    const first: Record<Kind, Compare | undefined> = {
      '': undefined,
      back: { back: 1, unit: 'year' },
      as_of: { as_of: shiftDay(today, -30) },
      known_at: { known_at: known[0]?.id ?? 1 },
    };
    set(first[next]);
  };
  return (
    <Section title={t('reports.options.compare')}>
      <Select
        aria-label={t('reports.options.compare')}
        value={kind}
        allowDeselect={false}
        onChange={(next) => choose((next ?? '') as Kind)}
        data={[
          { value: '', label: t('reports.options.none') },
          { value: 'back', label: t('reports.options.compareBack') },
          { value: 'as_of', label: t('reports.options.compareDay') },
          ...(known.length > 0 ? [{ value: 'known_at', label: t('reports.options.compareKnown') }] : []),
        ]}
      />
      {compare && kind === 'back' && (
        <div className={css.line}>
          <NumberField
            className={css.small}
            aria-label={t('reports.options.howMany')}
            min={1}
            max={1000}
            allowDecimal={false}
            value={compare.back ?? 1}
            onChange={(back) => typeof back === 'number' && back > 0 && set({ back, unit: compare.unit })}
          />
          <Select
            aria-label={t('reports.options.unit')}
            className="grow"
            value={compare.unit ?? 'year'}
            allowDeselect={false}
            onChange={(unit) => unit && set({ back: compare.back, unit })}
            data={units.map((unit) => ({ value: unit as string, label: t(`reports.unit.${unit}`) }))}
          />
        </div>
      )}
      {compare && kind === 'as_of' && (
        <TextInput
          type="date"
          aria-label={t('reports.options.compareDay')}
          value={compare.as_of ?? ''}
          onChange={(event) => event.currentTarget.value !== '' && set({ as_of: event.currentTarget.value })}
        />
      )}
      {compare && kind === 'known_at' && (
        <Select
          aria-label={t('reports.options.compareKnown')}
          value={String(compare.known_at ?? '')}
          allowDeselect={false}
          searchable
          onChange={(id) => id && set({ known_at: Number(id) })}
          data={known.map((one) => ({
            value: String(one.id),
            label: t('reports.options.importOf', { file: one.file, moment: moment(one.importedAt) }),
          }))}
        />
      )}
    </Section>
  );
}
