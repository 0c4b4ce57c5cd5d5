import { Button, Select } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CellValue, DimensionKind, Filter, Op, Relation } from '../../api/metricTypes';
import type { T } from '../../lib/i18n';
import type { Words } from '../catalog/words';
import { isCycle, kindOf } from './clause';
import { isComplete, opened, withGrain, withOp } from './draft';
import { withChosen } from './exactly';
import css from './Filter.module.css';
import { GrainSelect, Periods } from './GrainFields';
import { OperandField } from './OperandField';
import { RelativeFields } from './RelativeFields';
import { isRelative, operators, valuesOf } from './tree';
import { ValuePicker } from './ValuePicker';

interface FilterEditorProps {
  filter: Filter;
  words: Words;
  /** datasets are the relations whose rows are filtered. */
  datasets: Relation[];
  /** context is what else must hold: values are offered that are left by it. */
  context?: Filter | undefined;
  onApply: (filter: Filter) => void;
  onCancel: () => void;
  /** actions stand beside the buttons. */
  actions?: ReactNode;
}

/** FilterEditor edits one comparison; nothing changes before it is applied. */
export function FilterEditor({ filter, words, datasets, context, onApply, onCancel, actions }: FilterEditorProps) {
  const { t } = useTranslation();
  const kind = kindOf(filter, words);
  const [draft, setDraft] = useState(() => opened(filter, kind));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  const complete = isComplete(draft);
  const name = words.label(filter.metric || filter.dimension || '');
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (complete) onApply(draft);
  };
  return (
    <form ref={form} className={css.editor} onSubmit={apply} aria-label={t('filter.edit', { name })}>
      <h3 className="cut" title={name}>
        {name}
      </h3>
      <GrainSelect filter={draft} kind={kind} onChange={(grain) => setDraft(withGrain(draft, grain))} />
      <Select
        aria-label={t('filter.operator')}
        value={draft.op ?? null}
        data={choices(kind, draft).map((op) => ({ value: op, label: opLabel(op, kind, t) }))}
        onChange={(op) => op && setDraft(withOp(draft, op as Op))}
        allowDeselect={false}
        maxDropdownHeight={320}
        comboboxProps={{ withinPortal: false }}
      />
      <Operands
        filter={draft}
        kind={kind}
        words={words}
        dataset={datasets.find((one) => words.dataset(one)?.dimensions.includes(filter.dimension ?? '')) ?? datasets[0]}
        context={context}
        onChange={setDraft}
      />
      <div className={css.foot}>
        <Button type="submit" variant="filled" disabled={!complete}>
          {t('filter.apply')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('filter.cancel')}
        </Button>
        <span className="grow t2 sm">{complete ? '' : t('filter.incomplete')}</span>
        {actions}
      </div>
    </form>
  );
}

/** choices are the operators of a kind; a period that comes again is chosen from a list. */
function choices(kind: DimensionKind, { grain }: Filter): Op[] {
  if (isCycle(grain)) return ['in', 'not_in', 'is_null', 'not_null'];
  return grain ? operators(kind).filter((op) => !isRelative(op)) : operators(kind);
}

const dated: Op[] = ['eq', 'gt', 'ge', 'lt', 'le', 'between', 'not_between'];

function opLabel(op: Op, kind: DimensionKind, t: T): string {
  const dates = (kind === 'date' || kind === 'time') && dated.includes(op);
  return t(`filter.${dates ? 'opOfDates' : 'op'}.${op}` as 'filter.op.eq');
}

interface OperandsProps {
  filter: Filter;
  kind: DimensionKind;
  words: Words;
  dataset: Relation | undefined;
  context: Filter | undefined;
  onChange: (filter: Filter) => void;
}

function Operands({ filter, kind, words, dataset, context, onChange }: OperandsProps) {
  const { t } = useTranslation();
  const values = valuesOf(filter);
  switch (filter.op) {
    case 'is_null':
    case 'not_null':
    case 'is_empty':
    case 'not_empty':
      return <p className="t2 sm">{t(`filter.means.${filter.op}`)}</p>;
    case 'this':
    case 'next':
    case 'last':
      return <RelativeFields filter={filter} onChange={onChange} words={words} />;
    case 'in':
    case 'not_in':
      if (isCycle(filter.grain)) return <Periods filter={filter} words={words} onChange={onChange} />;
      return (
        <ValuePicker
          dimension={filter.dimension ?? ''}
          dataset={dataset}
          context={context}
          value={values as CellValue[]}
          onChange={(chosen) => onChange(withChosen(filter, chosen))}
          words={words}
        />
      );
    default:
      return <Bounds filter={filter} kind={kind} words={words} onChange={onChange} />;
  }
}

/** Bounds takes the one or two operands of a comparison by size, or a part of a text. */
function Bounds({ filter, kind, words, onChange }: Omit<OperandsProps, 'dataset' | 'context'>) {
  const { t } = useTranslation();
  const two = filter.op === 'between' || filter.op === 'not_between';
  const named = words.metric(filter.metric ?? '') ?? words.dimension(filter.dimension ?? '');
  const field = { kind, percent: named?.format === 'percent', unit: unitOf(named?.unit, words) };
  if (!two) {
    return (
      <OperandField
        {...field}
        label={t('filter.value')}
        value={filter.value}
        onChange={(value) => onChange(value === undefined ? withoutValue(filter) : { ...filter, value })}
        autoFocus
      />
    );
  }
  const [from, to] = filter.values ?? [];
  const set = (next: unknown[]) => onChange({ ...filter, values: next.map((one) => one ?? null) });
  return (
    <div className={css.bounds}>
      <OperandField
        {...field}
        label={t('filter.fromValue')}
        value={from}
        onChange={(one) => set([one, to])}
        autoFocus
      />
      <span className="t2 sm">{t('filter.and')}</span>
      <OperandField {...field} label={t('filter.toValue')} value={to} onChange={(one) => set([from, one])} />
    </div>
  );
}

function unitOf(unit: string | undefined, words: Words): string | undefined {
  return unit ? words.catalog.units?.[unit]?.other : undefined;
}

function withoutValue({ value: _, ...rest }: Filter): Filter {
  return rest;
}
