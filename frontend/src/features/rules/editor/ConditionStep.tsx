import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Condition, ConditionKind } from '../../../api/ruleTypes';
import { isFigure, kindsFor, rowsOf, withKind, withMetrics } from '../model/conditions';
import { without } from '../model/document';
import { problemIn } from '../model/problem';
import { ConditionFields } from './ConditionFields';
import { CourseChart } from './CourseChart';
import type { Editing } from './context';
import { LevelTerms } from './LevelTerms';
import { Step } from './Step';

/** Setting is a condition that is being edited. */
export interface Setting extends Editing {
  condition: Condition;
  /** set changes fields of the condition; what becomes undefined goes. */
  set: (fields: { [K in keyof Condition]?: Condition[K] | undefined }, merging?: string) => void;
}

/** ConditionStep says when a rule is met. */
export function ConditionStep(editing: Editing) {
  const { rule, words, inspected, change } = editing;
  const { t } = useTranslation();
  const { condition } = rule;
  const set: Setting['set'] = (fields, merging) =>
    change(
      'condition',
      withMetrics({ ...rule, condition: without({ ...condition, ...fields }) as Condition }, rule),
      merging,
    );
  const setting = { ...editing, condition, set };
  const kinds = kindsFor(rowsOf(rule));
  return (
    <Step number={2} title={t('rules.step.condition')} problem={problemIn(inspected, /^condition/)}>
      {kinds.length > 1 && (
        <Select
          aria-label={t('rules.condition.kind')}
          allowDeselect={false}
          w={330}
          maxDropdownHeight={320}
          value={condition.kind}
          onChange={(kind) => kind && change('condition', withKind(rule, kind as ConditionKind, words))}
          data={kinds.map((kind) => ({ value: kind as string, label: t(`rules.kind.${kind}`) }))}
        />
      )}
      <ConditionFields {...setting} />
      <LevelTerms {...setting} />
      {isFigure(condition.kind) && <CourseChart {...setting} />}
    </Step>
  );
}
