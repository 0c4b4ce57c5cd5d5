import { ActionIcon, Button, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Condition } from '../../../api/ruleTypes';
import { Icon } from '../../../components/Icon';
import { comparisons, isShare, may } from '../model/conditions';
import { whenOf } from '../model/triggers';
import type { Setting } from './ConditionStep';
import css from './Editor.module.css';
import { LevelField } from './LevelField';
import { OneOf } from './OneOf';
import { Slots } from './Slots';

type Term = NonNullable<Condition['and']>[number];

/** LevelTerms are what must hold beside the condition: for how long, on which base, and which other figures. */
export function LevelTerms(setting: Setting) {
  const { condition, rule, set } = setting;
  const { t } = useTranslation();
  const scheduled = whenOf(rule.trigger) === 'schedule';
  const { base, and = [] } = condition;
  const more = may(condition.kind, 'base') || may(condition.kind, 'and');
  const put = (at: number, term: Term | null) =>
    set({ and: listed(and.flatMap((one, i) => (i === at ? (term ? [term] : []) : [one]))) }, `and ${at}`);
  return (
    <>
      {may(condition.kind, 'for') && (
        <Slots
          text={t(scheduled ? 'rules.condition.forChecks' : 'rules.condition.forImports', {
            count: condition.for ?? 1,
          })}
          fields={{
            for: (
              <LevelField
                label={t('rules.condition.for')}
                whole
                min={1}
                max={60}
                width={48}
                value={condition.for ?? 1}
                onChange={(held) => set({ for: held && held > 1 ? held : undefined }, 'for')}
              />
            ),
          }}
        />
      )}
      {base && (
        <div className={css.line}>
          <Slots
            text={t('rules.condition.base')}
            fields={{
              metric: (
                <MetricField
                  {...setting}
                  label={t('rules.condition.baseMetric')}
                  value={base.metric}
                  onMetric={(metric) => set({ base: { ...base, metric } })}
                />
              ),
              value: (
                <LevelField
                  label={t('rules.condition.baseValue')}
                  width={72}
                  value={base.at_least}
                  onChange={(least) => set({ base: { ...base, at_least: least ?? 0 } }, 'base')}
                />
              ),
            }}
          />
          <Remove label={t('rules.condition.removeBase')} onClick={() => set({ base: undefined })} />
        </div>
      )}
      {and.map((term, i) => (
        <div key={i} className={css.line}>
          <TermFields {...setting} term={term} onTerm={(next) => put(i, next)} />
          <Remove
            label={t('rules.condition.removeAnd', { name: setting.words.label(term.metric) })}
            onClick={() => put(i, null)}
          />
        </div>
      ))}
      {more && (
        <div className={css.buttons}>
          {!base && may(condition.kind, 'base') && (
            <Add onClick={() => set({ base: { metric: baseFor(condition.metric ?? ''), at_least: 10 } })}>
              {t('rules.condition.addBase')}
            </Add>
          )}
          {may(condition.kind, 'and') && (
            <Add onClick={() => set({ and: [...and, { metric: condition.metric ?? '', op: 'ge', value: 0 }] })}>
              {t('rules.condition.addAnd')}
            </Add>
          )}
        </div>
      )}
    </>
  );
}

function listed(terms: Term[]): Term[] | undefined {
  return terms.length > 0 ? terms : undefined;
}

/** bases are the whole that a rate is of. */
const bases: Record<string, string> = {
  consumption_rate: 'usage_entitled',
  usage_rate: 'usage_total',
  deployment_rate: 'licenses_sold',
  adoption_rate: 'usage_total',
  denial_rate: 'checkouts',
};

function baseFor(metric: string): string {
  return bases[metric] ?? metric;
}

interface MetricFieldProps extends Setting {
  label: string;
  value: string;
  onMetric: (name: string) => void;
}

function MetricField({ label, value, words, onMetric }: MetricFieldProps) {
  return (
    <Select
      aria-label={label}
      searchable
      allowDeselect={false}
      w={190}
      value={value}
      onChange={(name) => name && onMetric(name)}
      data={words.catalog.metrics.map((one) => ({ value: one.name, label: words.label(one.name) }))}
    />
  );
}

interface TermFieldsProps extends Setting {
  term: Term;
  onTerm: (term: Term) => void;
}

function TermFields({ term, onTerm, ...setting }: TermFieldsProps) {
  const { t } = useTranslation();
  return (
    <Slots
      text={t('rules.condition.and')}
      fields={{
        metric: (
          <MetricField
            {...setting}
            label={t('rules.condition.andMetric')}
            value={term.metric}
            onMetric={(metric) => onTerm({ ...term, metric })}
          />
        ),
        op: (
          <OneOf
            label={t('rules.condition.andOp')}
            width={132}
            value={term.op}
            among={comparisons}
            say={(one) => t(`rules.op.${one}`)}
            onChoose={(op) => onTerm({ ...term, op })}
          />
        ),
        value: (
          <LevelField
            label={t('rules.condition.andValue')}
            share={isShare(term.metric, setting.words)}
            width={84}
            value={term.value}
            onChange={(value) => onTerm({ ...term, value: value ?? 0 })}
          />
        ),
      }}
    />
  );
}

function Add({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <Button variant="subtle" size="compact-xs" leftSection={<Icon of={IconPlus} size={14} />} onClick={onClick}>
      {children}
    </Button>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon size={24} aria-label={label} title={label} onClick={onClick}>
      <Icon of={IconX} size={14} />
    </ActionIcon>
  );
}
