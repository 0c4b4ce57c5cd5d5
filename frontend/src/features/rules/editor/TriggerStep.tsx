import { SegmentedControl, Select, TagsInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';

import type { RuleDocument, Trigger } from '../../../api/ruleTypes';
import { day, styled } from '../../../lib/format';
import { parseDay } from '../../../lib/parse';
import { isAboutEnds } from '../model/conditions';
import { without } from '../model/document';
import { imported, numbersOf, triggerFor, type When, whenOf } from '../model/triggers';
import type { Editing } from './context';
import css from './Editor.module.css';
import { LevelField } from './LevelField';
import { ScheduleFields } from './ScheduleFields';
import { Slots } from './Slots';
import { StagesOf } from './StagesOf';
import { Step } from './Step';

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
  const problem = inspected?.problem;
  const mine = problem && /^(trigger|list_days|repeat_days|stages)/.test(problem.field ?? '');
  return (
    <Step
      number={3}
      title={t('rules.step.trigger')}
      problem={mine ? [problem.message, problem.hint].filter(Boolean).join(' ') : undefined}
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

/** Windows are the three numbers and the stages. */
function Windows({ rule, change, words }: Editing) {
  const { t } = useTranslation();
  const ends = isAboutEnds(rule.condition.kind);
  const set = (fields: Partial<RuleDocument>, merging?: string) =>
    change('trigger', without({ ...rule, ...fields }), merging);
  const account = rule.per?.length === 1 && rule.per[0] === 'account_key';
  return (
    <>
      <dl className={css.windows}>
        {ends && (
          <Window name="trigger" days={rule.condition.days} account={account}>
            <LevelField
              label={t('rules.windowName.trigger')}
              whole
              min={0}
              max={3660}
              value={rule.condition.days}
              onChange={(days) => set({ condition: { ...rule.condition, days: days ?? 0 } }, 'days')}
            />
          </Window>
        )}
        {ends && (
          <Window name="listed" days={rule.list_days} account={account}>
            <LevelField
              label={t('rules.windowName.listed')}
              whole
              min={0}
              max={3660}
              placeholder="–"
              value={rule.list_days}
              onChange={(days) => set({ list_days: days || (undefined as never) }, 'list_days')}
            />
          </Window>
        )}
        <Window name="repeat" days={rule.repeat_days} account={account}>
          <LevelField
            label={t('rules.windowName.repeat')}
            whole
            min={0}
            max={3660}
            placeholder="–"
            value={rule.repeat_days}
            onChange={(days) => set({ repeat_days: days || (undefined as never) }, 'repeat_days')}
          />
        </Window>
      </dl>
      {ends && (
        <>
          <TagsInput
            size="xs"
            label={t('rules.window.stages')}
            description={t('rules.window.stagesHelp')}
            value={(rule.stages ?? []).map((one) => styled(one, { style: 'decimal', digits: 0 }))}
            splitChars={[',', ' ', ';']}
            onChange={(texts) => {
              const stages = numbersOf(texts);
              set({ stages: stages.length > 0 ? stages : (undefined as never) });
            }}
          />
          <StagesOf rule={rule} words={words} onChange={(list) => set({ stages_of: list ?? (undefined as never) })} />
        </>
      )}
    </>
  );
}

interface WindowProps {
  name: 'trigger' | 'listed' | 'repeat';
  days: number | undefined;
  account: boolean;
  children: React.ReactNode;
}

function Window({ name, days, account, children }: WindowProps) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{t(`rules.windowName.${name}`)}</dt>
      <dd>
        {children}
        <span>{t('rules.window.days', { count: days ?? 0 })}</span>
        <span className="t2">{t(`rules.windowHelp.${name === 'repeat' && account ? 'repeatAccount' : name}`)}</span>
      </dd>
    </>
  );
}
