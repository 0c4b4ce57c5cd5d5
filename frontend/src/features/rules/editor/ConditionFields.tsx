import { MultiSelect, Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { segmentsQuery } from '../../../api/rules';
import type { Condition } from '../../../api/ruleTypes';
import { parseNumber, writeNumber } from '../../../lib/parse';
import { dimensionsOf, isShare, rowsOf } from '../model/conditions';
import type { Setting } from './ConditionStep';
import css from './Editor.module.css';
import { LevelField } from './LevelField';
import { Slots } from './Slots';

const ops = ['ge', 'gt', 'le', 'lt'] as const;
const directions = ['up', 'down', 'either'] as const;
const leastPeriods = 3;
const baselines = ['previous', 'median', 'year'] as const;
const units = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** ConditionFields are the sentence of a condition, with its fields in their places. */
export function ConditionFields(setting: Setting) {
  const { condition } = setting;
  const { t } = useTranslation();
  switch (condition.kind) {
    case 'threshold':
      return <ThresholdFields {...setting} />;
    case 'change':
    case 'trend':
      return <MovementFields {...setting} />;
    case 'crosses':
      return <CrossingFields {...setting} />;
    case 'unused':
      return <Slots text={t('rules.condition.unused')} fields={{ days: <DaysField {...setting} /> }} />;
    case 'stale':
      return <Slots text={t('rules.condition.stale')} fields={{ days: <DaysField {...setting} /> }} />;
    case 'changes':
      return <ColumnsField {...setting} />;
    case 'enters':
    case 'leaves':
      return <SegmentField {...setting} />;
    default:
      return <p className={css.hint}>{t(`rules.fires.${condition.kind}`)}</p>;
  }
}

function ThresholdFields({ condition, words, set }: Setting) {
  const { t } = useTranslation();
  const share = isShare(condition.metric, words);
  return (
    <Slots
      text={t('rules.condition.threshold')}
      fields={{
        op: (
          <Select
            aria-label={t('rules.condition.op')}
            allowDeselect={false}
            w={110}
            value={condition.op ?? 'ge'}
            onChange={(op) => set({ op: op as Condition['op'] })}
            data={ops.map((op) => ({ value: op as string, label: t(`rules.op.${op}`) }))}
          />
        ),
        value: (
          <LevelField
            label={t('rules.condition.value')}
            share={share}
            width={84}
            value={condition.value}
            onChange={(value) => set({ value: value ?? 0 }, 'value')}
          />
        ),
        clear: (
          <LevelField
            label={t('rules.condition.clear')}
            share={share}
            width={84}
            value={condition.clear ?? condition.value}
            onChange={(clear) => set({ clear }, 'clear')}
          />
        ),
      }}
    />
  );
}

function DirectionField({ condition, set }: Setting) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('rules.condition.direction')}
      allowDeselect={false}
      w={130}
      value={condition.direction ?? 'down'}
      onChange={(direction) => set({ direction: direction as Condition['direction'] })}
      data={directions
        .filter((one) => one !== 'either' || condition.kind !== 'trend')
        .map((one) => ({ value: one as string, label: t(`rules.direction.${one}`) }))}
    />
  );
}

function MovementFields(setting: Setting) {
  const { condition, words, set } = setting;
  const { t } = useTranslation();
  const relative = condition.relative ?? false;
  const change = condition.kind === 'change';
  const share = relative || isShare(condition.metric, words);
  const over = (
    <LevelField
      label={t('rules.condition.over')}
      whole
      min={!change || condition.against === 'median' ? leastPeriods : 1}
      max={36}
      width={52}
      value={condition.over}
      onChange={(over) => set({ over: over ?? 1 }, 'over')}
    />
  );
  const unit = (
    <Select
      aria-label={t('rules.condition.unit')}
      allowDeselect={false}
      w={110}
      value={condition.unit ?? 'month'}
      onChange={(unit) => set({ unit: unit as Condition['unit'] })}
      data={units.map((one) => ({
        value: one as string,
        label: t(`rules.unit.${one}`, { count: condition.over ?? 1 }),
      }))}
    />
  );
  const direction = <DirectionField {...setting} />;
  const by = (
    <LevelField
      label={t('rules.condition.by')}
      share={share}
      min={0}
      width={72}
      value={condition.by}
      onChange={(by) => set({ by: change ? (by ?? 0) : by || undefined }, 'by')}
    />
  );
  const measure = (
    <Select
      aria-label={t('rules.condition.relative')}
      allowDeselect={false}
      w={170}
      value={relative ? 'relative' : 'absolute'}
      onChange={(chosen) => set({ relative: chosen === 'relative' ? true : undefined })}
      data={(['relative', 'absolute'] as const).map((one) => ({
        value: one as string,
        label: t(`rules.measure.${one}`),
      }))}
    />
  );
  const against = (
    <Select
      aria-label={t('rules.condition.baseline')}
      allowDeselect={false}
      w={200}
      value={condition.against ?? 'previous'}
      onChange={(chosen) =>
        set(
          chosen === 'year'
            ? { against: 'year', over: undefined, unit: undefined }
            : {
                against: chosen as Condition['against'],
                over: chosen === 'median' ? Math.max(condition.over ?? 6, leastPeriods) : (condition.over ?? 1),
                unit: condition.unit ?? 'month',
              },
        )
      }
      data={baselines.map((one) => ({ value: one as string, label: t(`rules.baseline.${one}`) }))}
    />
  );
  if (!change)
    return (
      <>
        <Slots text={t('rules.condition.trend')} fields={{ direction, over, unit }} />
        <Slots text={t('rules.condition.trendBy')} fields={{ by, measure }} />
      </>
    );
  const year = condition.against === 'year';
  return (
    <>
      <Slots text={t('rules.condition.change')} fields={{ direction, by, measure }} />
      <Slots
        text={t(year ? 'rules.condition.againstYear' : 'rules.condition.against')}
        fields={{ against, over, unit }}
      />
    </>
  );
}

function CrossingFields(setting: Setting) {
  const { condition, words, set } = setting;
  const { t } = useTranslation();
  const share = isShare(condition.metric, words);
  const written = (level: number) => writeNumber(share ? Number((level * 100).toFixed(6)) : level);
  const read = (text: string) => {
    const level = parseNumber(text.replace('%', ''));
    return level === null ? [] : [share ? Number((level / 100).toFixed(8)) : level];
  };
  return (
    <Slots
      text={t('rules.condition.crosses')}
      fields={{
        direction: <DirectionField {...setting} />,
        bands: (
          <TagsInput
            size="xs"
            aria-label={t(share ? 'rules.condition.bandsShare' : 'rules.condition.bands')}
            w={200}
            value={(condition.bands ?? []).map(written)}
            onChange={(texts) => set({ bands: [...new Set(texts.flatMap(read))].sort((a, b) => a - b) })}
          />
        ),
      }}
    />
  );
}

function DaysField({ condition, set }: Setting) {
  const { t } = useTranslation();
  return (
    <LevelField
      label={t('rules.condition.days')}
      whole
      min={1}
      max={3660}
      width={64}
      placeholder={condition.kind === 'stale' ? '–' : ''}
      value={condition.days}
      onChange={(days) => set({ days: condition.kind === 'stale' ? days : (days ?? 1) }, 'days')}
    />
  );
}

function ColumnsField({ condition, rule, words, set }: Setting) {
  const { t } = useTranslation();
  const names = dimensionsOf(rule, words);
  return (
    <MultiSelect
      size="xs"
      label={t('rules.condition.columns')}
      searchable
      hidePickedOptions
      value={condition.columns ?? []}
      onChange={(columns) => set({ columns })}
      data={[...new Set([...(condition.columns ?? []), ...names])].map((name) => ({
        value: name,
        label: words.label(name),
      }))}
    />
  );
}

function SegmentField({ condition, rule, set }: Setting) {
  const { t } = useTranslation();
  const { data: segments } = useQuery(segmentsQuery());
  const none = segments?.length === 0;
  return (
    <>
      <Select
        label={t(`rules.fires.${condition.kind as 'enters'}`)}
        w={330}
        placeholder={none ? t('rules.watch.noSegment') : ''}
        value={condition.segment || null}
        onChange={(segment) => set({ segment: segment ?? '' })}
        data={(segments ?? []).map((one) => ({ value: one.name, label: one.title }))}
      />
      {rowsOf(rule) !== '' && none && (
        <p className={css.hint}>{t('rules.watch.makeSegment', { page: t('watchlist.title') })}</p>
      )}
    </>
  );
}
