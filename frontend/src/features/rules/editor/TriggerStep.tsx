import { SegmentedControl, Select } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';

import type { Trigger } from '../../../api/ruleTypes';
import { day } from '../../../lib/format';
import { parseDay } from '../../../lib/parse';
import { without } from '../model/document';
import { problemIn } from '../model/problem';
import { imported, triggerFor, type When, whenOf } from '../model/triggers';
import type { Editing } from './context';
import css from './Editor.module.css';
import { ScheduleFields } from './ScheduleFields';
import { Slots } from './Slots';
import { Step } from './Step';
import { Windows } from './Windows';

const whens: When[] = ['import', 'added', 'updated', 'schedule'];

/** TriggerStep says when a rule is evaluated, and the windows of what it tells. */
export function TriggerStep(editing: Editing) {
  const { rule, inspected, change, words } = editing;
  const { t } = useTranslation();
  const when = whenOf(rule.trigger);
  const set = (trigger: Trigger | undefined, merging?: string) => {
    const { trigger: _, ...rest } = rule;
    change('trigger', trigger ? { ...rest, trigger: without(trigger) } : rest, merging);
  };
  return (
    <Step
      number={3}
      title={t('rules.step.trigger')}
      problem={problemIn(inspected, /^(trigger|list_days|repeat_days|stages)/)}
    >
      <SegmentedControl
        className={css.segments}
        aria-label={t('rules.trigger.when')}
        value={when}
        onChange={(next) => set(triggerFor(next as When, rule.trigger))}
        data={whens.map((one) => ({ value: one as string, label: t(`rules.when.${one}`) }))}
      />
      {(when === 'added' || when === 'updated') && (
        <Slots
          text={t('rules.trigger.ofDataset')}
          fields={{
            dataset: (
              <Select
                aria-label={t('rules.trigger.dataset')}
                allowDeselect={false}
                w={200}
                value={rule.trigger?.dataset ?? 'entitlements'}
                onChange={(dataset) => set({ ...rule.trigger, dataset: dataset ?? 'entitlements' })}
                data={imported.map((name) => ({ value: name, label: words.datasetLabel(name) }))}
              />
            ),
          }}
        />
      )}
      {when === 'schedule' && rule.trigger && <ScheduleFields trigger={rule.trigger} onChange={set} />}
      {when === 'schedule' && <Bounds trigger={rule.trigger ?? {}} onChange={set} />}
      <Windows {...editing} />
    </Step>
  );
}

interface BoundsProps {
  trigger: Trigger;
  onChange: (trigger: Trigger) => void;
}

/** Bounds are the first and the last day of a schedule. */
function Bounds({ trigger, onChange }: BoundsProps) {
  const { t } = useTranslation();
  return (
    <div className={css.pair}>
      {(['from', 'until'] as const).map((end) => (
        <DateInput
          key={end}
          size="xs"
          label={t(end === 'from' ? 'rules.trigger.from' : 'rules.trigger.until')}
          clearable
          clearButtonProps={{ 'aria-label': t('rules.trigger.clearDay') }}
          w={150}
          valueFormat={day}
          dateParser={parseDay}
          placeholder={t('rules.trigger.anyDay')}
          value={trigger[end] ?? null}
          styles={{ input: { height: 28, minHeight: 28 } }}
          onChange={(chosen) => {
            const { [end]: _, ...rest } = trigger;
            onChange(chosen ? { ...rest, [end]: chosen } : rest);
          }}
        />
      ))}
    </div>
  );
}
