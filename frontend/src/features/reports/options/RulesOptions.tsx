import { Checkbox, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { StyleRule, Tone } from '../../../api/reportTypes';
import { NumberField } from '../../../components/NumberField';
import { cx } from '../../../lib/cx';
import { percentSuffix } from '../../../lib/format';
import { type Building, optionsOf } from '../builder/context';
import { columnsOf, compact } from '../draft/parts';
import { kindsIn } from '../fields/fields';
import css from './Options.module.css';
import { Add, ItemButtons, movedBy, replacedAt, Section } from './Section';
import { useTones } from './useTones';

const numberOps = ['lt', 'le', 'eq', 'ne', 'ge', 'gt', 'between', 'is_null'] as const;
const textOps = ['eq', 'ne', 'contains', 'is_null'] as const;

/** RulesOptions tone cells where a column fulfils a comparison: the first rule that holds. */
export function RulesOptions(building: Building) {
  const { report, label, dispatch } = building;
  const { t } = useTranslation();
  const rules = report.visual.rules ?? [];
  const names = columnsOf(report.query);
  const set = (next: StyleRule[]) => dispatch({ type: 'setRules', rules: next });
  const add = () => set([...rules, { column: names.at(-1) ?? '', op: 'lt', value: 0, tone: 'warn' }]);
  return (
    <Section title={t('reports.options.rules')} hint={t('reports.options.rulesHint')}>
      {rules.map((rule, i) => (
        <div key={i} className={css.card}>
          <div className={css.cardHead}>
            <span className={cx(css.tone, css[rule.tone])}>{t(`reports.tone.${rule.tone}`)}</span>
            <span className="grow" />
            <ItemButtons
              name={t('reports.options.rule', { number: i + 1, name: label(rule.column) })}
              first={i === 0}
              last={i === rules.length - 1}
              onMove={rules.length > 1 ? (by) => set(movedBy(rules, i, by)) : undefined}
              onRemove={() => set(rules.filter((_, at) => at !== i))}
            />
          </div>
          <RuleOptions {...building} rule={rule} onChange={(next) => set(replacedAt(rules, i, compact(next)))} />
        </div>
      ))}
      {names.length > 0 && <Add onClick={add}>{t('reports.options.addRule')}</Add>}
    </Section>
  );
}

interface RuleOptionsProps extends Building {
  rule: StyleRule;
  onChange: (rule: StyleRule) => void;
}

function RuleOptions({ report, words, label, rule, onChange }: RuleOptionsProps) {
  const { t } = useTranslation();
  const tones = useTones();
  const calculated = report.query.calculations?.some((one) => one.name === rule.column) ?? false;
  const kindOf = kindsIn(words.catalog, report.query);
  const numeric = (name: string) => calculated || ['number', 'rate'].includes(kindOf(name));
  const rate = kindOf(rule.column) === 'rate';
  const ops = numeric(rule.column) ? numberOps : textOps;
  const setOp = (op: (typeof numberOps)[number] | 'contains') => {
    const { value, values, ...rest } = rule;
    if (op === 'is_null') onChange({ ...rest, op });
    else if (op === 'between') onChange({ ...rest, op, values: values ?? [value ?? 0, value ?? 0] });
    else onChange({ ...rest, op, value: value ?? values?.[0] ?? (numeric(rule.column) ? 0 : '') });
  };
  const setColumn = (column: string) =>
    onChange({
      column,
      op: numeric(column) ? 'lt' : 'eq',
      value: numeric(column) ? 0 : '',
      tone: rule.tone,
      row: rule.row,
    });
  return (
    <>
      <Select
        aria-label={t('reports.options.ruleColumn')}
        value={rule.column}
        allowDeselect={false}
        onChange={(column) => column && setColumn(column)}
        data={optionsOf(columnsOf(report.query), label)}
      />
      <div className={css.line}>
        <Select
          aria-label={t('reports.options.ruleOp')}
          value={rule.op}
          allowDeselect={false}
          onChange={(op) => op && setOp(op as (typeof numberOps)[number])}
          data={ops.map((op) => ({ value: op as string, label: t(`reports.op.${op}`) }))}
        />
        {rule.op !== 'is_null' && rule.op !== 'between' && (
          <RuleValue
            label={t('reports.options.value')}
            numeric={numeric(rule.column)}
            rate={rate}
            value={rule.value}
            onChange={(value) => onChange({ ...rule, value })}
          />
        )}
      </div>
      {rule.op === 'between' && (
        <div className={css.line}>
          {[0, 1].map((at) => (
            <RuleValue
              key={at}
              label={t(at === 0 ? 'reports.options.from' : 'reports.options.to')}
              numeric
              rate={rate}
              value={rule.values?.[at]}
              onChange={(value) => onChange({ ...rule, values: replacedAt(rule.values ?? [0, 0], at, value) })}
            />
          ))}
        </div>
      )}
      <div className={css.line}>
        <Select
          label={t('reports.options.ruleTone')}
          value={rule.tone}
          allowDeselect={false}
          onChange={(tone) => tone && onChange({ ...rule, tone: tone as Tone })}
          data={tones}
        />
        <Checkbox
          pb={6}
          label={t('reports.options.wholeRow')}
          checked={rule.row ?? false}
          onChange={(event) => onChange({ ...rule, row: event.currentTarget.checked || undefined })}
        />
      </div>
    </>
  );
}

interface RuleValueProps {
  label: string;
  numeric: boolean;
  /** rate values are written in percent and kept as fractions. */
  rate: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
}

function RuleValue({ label, numeric, rate, value, onChange }: RuleValueProps) {
  if (!numeric) {
    return (
      <TextInput label={label} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />
    );
  }
  const shown = typeof value === 'number' ? (rate ? Math.round(value * 1e8) / 1e6 : value) : '';
  return (
    <NumberField
      label={label}
      value={shown}
      suffix={rate ? percentSuffix() : undefined}
      onChange={(next) => typeof next === 'number' && onChange(rate ? next / 100 : next)}
    />
  );
}
