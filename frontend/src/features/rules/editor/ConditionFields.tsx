import { MultiSelect, Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { segmentsQuery } from '../../../api/rules';
import { parseNumber, writeNumber } from '../../../lib/parse';
import { comparisons, dimensionsOf, isShare, rowsOf } from '../model/conditions';
import type { Setting } from './ConditionStep';
import css from './Editor.module.css';
import { LevelField } from './LevelField';
import { DirectionField, MovementFields } from './MovementFields';
import { OneOf } from './OneOf';
import { Slots } from './Slots';

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
          <OneOf
            label={t('rules.condition.op')}
            width={132}
            value={condition.op ?? 'ge'}
            among={comparisons}
            say={(one) => t(`rules.op.${one}`)}
            onChoose={(op) => set({ op })}
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
            // A comma may be the decimal sign.
            splitChars={[';']}
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
