import { CloseButton, Popover, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CellValue, Filter } from '../../../api/metricTypes';
import type { Control } from '../../../api/reportTypes';
import type { Words } from '../../catalog/useCatalog';
import { clause } from '../../filter/clause';
import { exactly } from '../../filter/exactly';
import { FilterEditor } from '../../filter/FilterEditor';
import { pieces } from '../../filter/pieces';
import { Sentence } from '../../filter/Sentence';
import { valuesOf } from '../../filter/tree';
import { ValuePicker } from '../../filter/ValuePicker';
import { Icon } from '../../Icon';
import { filled, filterOf } from './applied';
import css from './Bar.module.css';
import { contextOf, presets } from './controls';
import type { Look } from './look';

interface ControlFieldProps {
  control: Control;
  /** controls are all of the dashboard: a list offers what those before it leave. */
  controls: Control[];
  look: Look;
  words: Words;
  /** tokens are the values a filter is read with. */
  tokens: Record<string, unknown>;
  /** onFilter sets the filter; null filters nothing. */
  onFilter: (filter: Filter | null) => void;
}

/** ControlField is a control as it is set: a chip that opens its choices, or a text to type. */
export function ControlField(props: ControlFieldProps) {
  const { control, look, words, onFilter } = props;
  const filter = filterOf(control, look);
  const title = control.title || words.label(control.dimension);
  if (control.show === 'input' && words.dimension(control.dimension)?.kind === 'text') {
    const text = typeof filter?.value === 'string' ? filter.value : '';
    return <TextControl key={text} title={title} text={text} control={control} onFilter={onFilter} />;
  }
  return <Chip {...props} filter={filter} title={title} />;
}

function Chip(props: ControlFieldProps & { filter: Filter | undefined; title: string }) {
  const { control, filter, title, words, tokens, onFilter } = props;
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const label = (name: string) => (name === control.dimension ? title : words.label(name));
  const said = filter ? pieces(clause(filled(filter, tokens), words, t, label)) : [];
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320}>
      <span className={css.chip} data-on={filter !== undefined || undefined}>
        <Popover.Target>
          <button type="button" className={css.open} onClick={() => setOpened(!opened)}>
            <span className={css.said}>
              {said.length === 0 ? t('dashboards.any', { title }) : <Sentence pieces={said} />}
            </span>
            <Icon of={IconChevronDown} size={12} />
          </button>
        </Popover.Target>
        {filter && (
          <CloseButton size={24} aria-label={t('dashboards.clearControl', { title })} onClick={() => onFilter(null)} />
        )}
      </span>
      <Popover.Dropdown p={12} aria-label={title}>
        <Choices {...props} onClose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

type ChoicesProps = ControlFieldProps & { filter: Filter | undefined; onClose: () => void };

function Choices({ control, controls, look, words, filter, onFilter, onClose }: ChoicesProps) {
  const { dataset, context } = contextOf(control, controls, look, words);
  const { dimension } = control;
  if (control.show === 'list') {
    const chosen = filter?.op === 'in' || filter?.op === 'eq' ? (valuesOf(filter) as CellValue[]) : [];
    return (
      <ValuePicker
        dimension={dimension}
        dataset={dataset}
        context={context}
        value={chosen}
        words={words}
        onChange={(values) => onFilter(values.length === 0 ? null : exactly({ dimension, op: 'in', values }))}
      />
    );
  }
  const apply = (next: Filter) => {
    onFilter(next);
    onClose();
  };
  const start: Filter =
    control.show === 'date' ? { dimension, op: 'next', n: 90, unit: 'day' } : { dimension, op: 'ge', value: 0 };
  return (
    <>
      {control.show === 'date' && <Presets dimension={dimension} words={words} filter={filter} onChoose={apply} />}
      <FilterEditor
        filter={filter ?? start}
        words={words}
        datasets={dataset === undefined ? [] : [dataset]}
        context={context}
        onApply={apply}
        onCancel={onClose}
      />
    </>
  );
}

interface PresetsProps {
  dimension: string;
  words: Words;
  filter: Filter | undefined;
  onChoose: (filter: Filter) => void;
}

/** Presets are the spans that are asked for most. */
function Presets({ dimension, filter, onChoose }: PresetsProps) {
  const { t } = useTranslation();
  return (
    <div className={css.presets}>
      {presets(dimension).map(({ name, filter: preset }) => (
        <button
          key={name}
          type="button"
          aria-pressed={JSON.stringify(preset) === JSON.stringify(filter)}
          onClick={() => onChoose(preset)}
        >
          {t(`dashboards.span.${name}`)}
        </button>
      ))}
    </div>
  );
}

interface TextControlProps {
  title: string;
  text: string;
  control: Control;
  onFilter: (filter: Filter | null) => void;
}

/** TextControl takes a part of a text; it filters when the typing stops. */
function TextControl({ title, text, control, onFilter }: TextControlProps) {
  const [typed, setTyped] = useState(text);
  const hand = useDebouncedCallback((value: string) => {
    onFilter(value === '' ? null : exactly({ dimension: control.dimension, op: 'contains', value }));
  }, 300);
  return (
    <span className={css.field}>
      <span aria-hidden="true">{title}</span>
      <TextInput
        aria-label={title}
        value={typed}
        w={160}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          hand(event.currentTarget.value.trim());
        }}
      />
    </span>
  );
}
