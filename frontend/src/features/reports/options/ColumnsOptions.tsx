import { Checkbox, Collapse, Select, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ColumnStyle, NumberFormat } from '../../../api/reportTypes';
import { Icon } from '../../../components/Icon';
import { NumberField } from '../../../components/NumberField';
import { region, styled } from '../../../lib/format';
import type { Building } from '../builder/context';
import { columnsOf, compact } from '../draft/parts';
import { kindsIn } from '../fields/fields';
import css from './Options.module.css';
import { Section } from './Section';

/** looks are how cells are drawn, with the kinds of column each is for. */
const looks = {
  rate: ['rate'],
  bar: ['number', 'rate'],
  status: ['text'],
  spark: ['number', 'rate'],
  days: ['date'],
} as const;
const styles = ['decimal', 'abbreviated', 'currency', 'percentage', 'scientific'] as const;
const feet = ['none', 'sum', 'average', 'min', 'max'] as const;

/** ColumnsOptions give each column its title, its format and its foot. */
export function ColumnsOptions(building: Building) {
  const { t } = useTranslation();
  const [open, setOpen] = useState('');
  const names = columnsOf(building.report.query);
  return (
    <Section title={t('reports.options.columns')} hint={t('reports.options.columnsHint')}>
      {names.map((name) => (
        <ColumnOptions
          key={name}
          {...building}
          name={name}
          open={open === name}
          onOpen={() => setOpen(open === name ? '' : name)}
        />
      ))}
    </Section>
  );
}

interface ColumnOptionsProps extends Building {
  name: string;
  open: boolean;
  onOpen: () => void;
}

function ColumnOptions({ report, words, label, dispatch, name, open, onOpen }: ColumnOptionsProps) {
  const { t } = useTranslation();
  const style: ColumnStyle = report.visual.columns?.find((one) => one.column === name) ?? { column: name };
  const calculated = report.query.calculations?.some((one) => one.name === name) ?? false;
  const kind = calculated ? 'number' : kindsIn(words.catalog, report.query)(name);
  const numeric = kind === 'number' || kind === 'rate';
  const set = (part: Partial<ColumnStyle>) => dispatch({ type: 'setColumn', style: compact({ ...style, ...part }) });
  const fitting = (Object.keys(looks) as (keyof typeof looks)[]).filter((as) =>
    (looks[as] as readonly string[]).includes(kind),
  );
  return (
    <div className={css.card}>
      <UnstyledButton className={css.summary} aria-expanded={open} onClick={onOpen}>
        <Icon of={open ? IconChevronDown : IconChevronRight} size={14} />
        <span className="cut grow">{label(name)}</span>
        {style.hidden && <Icon of={IconEyeOff} size={14} label={t('reports.options.hidden')} />}
      </UnstyledButton>
      <Collapse expanded={open}>
        <div className={css.checks}>
          <TextInput
            label={t('reports.options.caption')}
            placeholder={words.label(name)}
            value={style.title ?? ''}
            onChange={(event) => set({ title: event.currentTarget.value || undefined })}
          />
          {numeric && <FormatOptions format={style.format} onChange={(format) => set({ format })} />}
          <Select
            label={t('reports.options.as')}
            value={style.as ?? ''}
            allowDeselect={false}
            onChange={(as) => set({ as: (as || undefined) as ColumnStyle['as'] })}
            data={[
              { value: '', label: t('reports.as.text') },
              ...fitting.map((as) => ({ value: as as string, label: t(`reports.as.${as}`) })),
            ]}
          />
          {numeric && (
            <Select
              label={t('reports.options.foot')}
              value={style.foot ?? ''}
              allowDeselect={false}
              onChange={(foot) => set({ foot: (foot || undefined) as ColumnStyle['foot'] })}
              data={[
                { value: '', label: t('reports.foot.all') },
                ...feet.map((foot) => ({ value: foot as string, label: t(`reports.foot.${foot}`) })),
              ]}
            />
          )}
          <Checkbox
            label={t('reports.options.hide')}
            checked={style.hidden ?? false}
            onChange={(event) => set({ hidden: event.currentTarget.checked || undefined })}
          />
          <Checkbox
            label={t('reports.options.pin')}
            checked={style.pinned ?? false}
            onChange={(event) => set({ pinned: event.currentTarget.checked || undefined })}
          />
        </div>
      </Collapse>
    </div>
  );
}

interface FormatOptionsProps {
  format: NumberFormat | undefined;
  onChange: (format: NumberFormat | undefined) => void;
}

/** sampleFigure shows what a format does. */
const sampleFigure = 12430.567;

/** FormatOptions choose how figures are written, with an example in the person's region. */
export function FormatOptions({ format, onChange }: FormatOptionsProps) {
  const { t } = useTranslation();
  const example = format && styled(format.style === 'percentage' ? 0.8256 : sampleFigure, format);
  return (
    <>
      <Select
        label={t('reports.options.format')}
        description={example && t('reports.options.example', { example })}
        value={format?.style ?? ''}
        allowDeselect={false}
        onChange={(style) =>
          onChange(style ? compact({ ...format, style: style as NumberFormat['style'] }) : undefined)
        }
        data={[
          { value: '', label: t('reports.format.usual') },
          ...styles.map((style) => ({ value: style as string, label: t(`reports.format.${style}`) })),
        ]}
      />
      {format && (
        <div className={css.line}>
          <NumberField
            label={t('reports.options.digits')}
            placeholder={t('reports.options.usual')}
            min={0}
            max={10}
            allowDecimal={false}
            value={format.digits ?? ''}
            onChange={(digits) =>
              onChange(compact({ ...format, digits: typeof digits === 'number' ? digits : undefined }))
            }
          />
          {format.style === 'currency' && (
            <Select
              label={t('reports.options.currency')}
              searchable
              clearable
              value={format.currency ?? null}
              onChange={(currency) => onChange(compact({ ...format, currency: currency ?? undefined }))}
              data={currencies()}
            />
          )}
        </div>
      )}
    </>
  );
}

/** currencies are those the web view can write, by name. */
function currencies() {
  const names = new Intl.DisplayNames([region()], { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ''}` }));
}
