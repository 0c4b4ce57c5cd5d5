import { useTranslation } from 'react-i18next';

import { isShare } from '../model/conditions';
import type { Setting } from './ConditionStep';
import { LevelField } from './LevelField';
import { OneOf } from './OneOf';
import { Slots } from './Slots';

const directions = ['up', 'down', 'either'] as const;
const baselines = ['previous', 'median', 'year'] as const;
const units = ['day', 'week', 'month', 'quarter', 'year'] as const;
const measures = ['relative', 'absolute'] as const;

/** leastPeriods is how many periods a trend or a median has at least. */
const leastPeriods = 3;

/** MovementFields are the sentence of a figure that changes, or keeps on going one way. */
export function MovementFields(setting: Setting) {
  const { t } = useTranslation();
  const { condition } = setting;
  const fields = {
    direction: <DirectionField {...setting} />,
    by: <ByField {...setting} />,
    measure: <MeasureField {...setting} />,
    against: <BaselineField {...setting} />,
    over: <PeriodsField {...setting} />,
    unit: <UnitField {...setting} />,
  };
  if (condition.kind === 'trend')
    return (
      <>
        <Slots text={t('rules.condition.trend')} fields={fields} />
        <Slots text={t('rules.condition.trendBy')} fields={fields} />
      </>
    );
  return (
    <>
      <Slots text={t('rules.condition.change')} fields={fields} />
      <Slots
        text={t(condition.against === 'year' ? 'rules.condition.againstYear' : 'rules.condition.against')}
        fields={fields}
      />
    </>
  );
}

/** DirectionField chooses which way a figure moves; a trend goes one way. */
export function DirectionField({ condition, set }: Setting) {
  const { t } = useTranslation();
  return (
    <OneOf
      label={t('rules.condition.direction')}
      width={130}
      value={condition.direction ?? 'down'}
      among={directions.filter((one) => one !== 'either' || condition.kind !== 'trend')}
      say={(one) => t(`rules.direction.${one}`)}
      onChoose={(direction) => set({ direction })}
    />
  );
}

function ByField({ condition, words, set }: Setting) {
  const { t } = useTranslation();
  const change = condition.kind === 'change';
  return (
    <LevelField
      label={t('rules.condition.by')}
      share={condition.relative === true || isShare(condition.metric, words)}
      min={0}
      width={72}
      value={condition.by}
      onChange={(by) => set({ by: change ? (by ?? 0) : by || undefined }, 'by')}
    />
  );
}

function MeasureField({ condition, set }: Setting) {
  const { t } = useTranslation();
  return (
    <OneOf
      label={t('rules.condition.relative')}
      width={170}
      value={condition.relative ? 'relative' : 'absolute'}
      among={measures}
      say={(one) => t(`rules.measure.${one}`)}
      onChoose={(chosen) => set({ relative: chosen === 'relative' || undefined })}
    />
  );
}

function BaselineField({ condition, set }: Setting) {
  const { t } = useTranslation();
  const { over, unit = 'month' } = condition;
  return (
    <OneOf
      label={t('rules.condition.baseline')}
      width={200}
      value={condition.against ?? 'previous'}
      among={baselines}
      say={(one) => t(`rules.baseline.${one}`)}
      onChoose={(against) => {
        if (against === 'year') set({ against, over: undefined, unit: undefined });
        else set({ against, over: against === 'median' ? Math.max(over ?? 6, leastPeriods) : (over ?? 1), unit });
      }}
    />
  );
}

function PeriodsField({ condition, set }: Setting) {
  const { t } = useTranslation();
  const several = condition.kind === 'trend' || condition.against === 'median';
  return (
    <LevelField
      label={t('rules.condition.over')}
      whole
      min={several ? leastPeriods : 1}
      max={36}
      width={52}
      value={condition.over}
      onChange={(over) => set({ over: over ?? 1 }, 'over')}
    />
  );
}

function UnitField({ condition, set }: Setting) {
  const { t } = useTranslation();
  return (
    <OneOf
      label={t('rules.condition.unit')}
      width={110}
      value={condition.unit ?? 'month'}
      among={units}
      say={(one) => t(`rules.unit.${one}`, { count: condition.over ?? 1 })}
      onChoose={(unit) => set({ unit })}
    />
  );
}
