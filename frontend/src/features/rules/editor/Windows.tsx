import { useTranslation } from 'react-i18next';

import type { RuleDocument } from '../../../api/ruleTypes';
import { missing } from '../../../lib/format';
import { isAboutEnds } from '../model/conditions';
import { without } from '../model/document';
import type { Editing } from './context';
import css from './Editor.module.css';
import { LevelField } from './LevelField';
import { StagesField } from './StagesField';
import { StagesOf } from './StagesOf';

/** Windows are the three numbers of what a rule tells and, of rules about ends, the stages. */
export function Windows({ rule, change, words }: Editing) {
  const { t } = useTranslation();
  const { condition, list_days, repeat_days, stages = [] } = rule;
  const ends = isAboutEnds(condition.kind);
  const set = (fields: { [K in keyof RuleDocument]?: RuleDocument[K] | undefined }, merging?: string) =>
    change('trigger', without({ ...rule, ...fields }) as RuleDocument, merging);
  const account = rule.per?.length === 1 && rule.per[0] === 'account_key';
  return (
    <>
      <dl className={css.windows}>
        {ends && (
          <Window
            name="trigger"
            needed
            days={condition.days}
            onDays={(days = 0) => set({ condition: { ...condition, days } }, 'days')}
          />
        )}
        {ends && (
          <Window
            name="listed"
            days={list_days}
            onDays={(days) => set({ list_days: days || undefined }, 'list_days')}
          />
        )}
        <Window
          name="repeat"
          help={account ? 'repeatAccount' : 'repeat'}
          days={repeat_days}
          onDays={(days) => set({ repeat_days: days || undefined }, 'repeat_days')}
        />
      </dl>
      {ends && (
        <>
          <StagesField
            label={t('rules.window.stages')}
            description={t('rules.window.stagesHelp')}
            value={stages}
            onChange={(next) => set({ stages: next.length > 0 ? next : undefined })}
          />
          <StagesOf rule={rule} words={words} onChange={(list) => set({ stages_of: list })} />
        </>
      )}
    </>
  );
}

interface WindowProps {
  name: 'trigger' | 'listed' | 'repeat';
  help?: 'repeatAccount' | 'repeat';
  /** needed says that a rule cannot do without it. */
  needed?: boolean;
  days: number | undefined;
  onDays: (days: number | undefined) => void;
}

function Window({ name, help, needed = false, days, onDays }: WindowProps) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{t(`rules.windowName.${name}`)}</dt>
      <dd>
        <LevelField
          label={t(`rules.windowName.${name}`)}
          whole
          min={0}
          max={3660}
          {...(!needed && { placeholder: missing })}
          value={days}
          onChange={onDays}
        />
        <span>{t('rules.window.days', { count: days ?? 0 })}</span>
        <span className="t2">{t(`rules.windowHelp.${help ?? name}`)}</span>
      </dd>
    </>
  );
}
