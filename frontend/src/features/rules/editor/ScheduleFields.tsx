import { Checkbox, Group, Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Trigger } from '../../../api/ruleTypes';
import { weekdayName } from '../../../lib/format';
import { type Every, everyOf, isClock, isCron, numbersOf, scheduleFor, weekdays } from '../model/triggers';
import css from './Editor.module.css';
import { LevelField } from './LevelField';
import { OneOf } from './OneOf';
import { Slots } from './Slots';

const everys: Every[] = ['minute', 'hour', 'day', 'week', 'month', 'cron'];

interface ScheduleFieldsProps {
  trigger: Trigger;
  onChange: (trigger: Trigger, merging?: string) => void;
}

/** ScheduleFields say how often and at what time a schedule comes. */
export function ScheduleFields({ trigger, onChange }: ScheduleFieldsProps) {
  const { t } = useTranslation();
  const every = everyOf(trigger);
  const clocked = every === 'day' || every === 'week' || every === 'month';
  const rhythm = (
    <OneOf
      label={t('rules.schedule.every')}
      width={170}
      value={every}
      among={everys}
      say={(one) => t(`rules.every.${one}`, { count: trigger.n ?? 1 })}
      onChoose={(next) => onChange(scheduleFor(next, trigger))}
    />
  );
  const count = (
    <LevelField
      label={t('rules.schedule.n')}
      whole
      min={1}
      max={every === 'minute' ? 1440 : 365}
      width={52}
      value={trigger.n ?? 1}
      onChange={(n) => onChange({ ...trigger, ...(n && n > 1 ? { n } : { n: 1 }) }, 'n')}
    />
  );
  return (
    <>
      <Slots
        text={t(every === 'cron' ? 'rules.schedule.rhythm' : 'rules.schedule.sentence')}
        fields={{ every: rhythm, n: count }}
      />
      {every === 'cron' && (
        <Written
          label={t('rules.schedule.cron')}
          value={trigger.cron ?? ''}
          fits={isCron}
          wrong={t('rules.schedule.cronWrong')}
          mono
          onChange={(cron) => onChange({ ...trigger, cron }, 'cron')}
        />
      )}
      {every === 'week' && (
        <Checkbox.Group
          label={t('rules.schedule.weekdays')}
          value={trigger.weekdays ?? []}
          onChange={(chosen) =>
            chosen.length > 0 && onChange({ ...trigger, weekdays: weekdays.filter((one) => chosen.includes(one)) })
          }
        >
          <Group gap="md" mt={4}>
            {weekdays.map((name, i) => (
              <Checkbox key={name} value={name} label={weekdayName(i + 1)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      {every === 'month' && (
        <TagsInput
          size="xs"
          label={t('rules.schedule.days')}
          description={t('rules.schedule.daysHelp')}
          value={(trigger.days ?? []).map(String)}
          splitChars={[',', ' ', ';']}
          onChange={(texts) => {
            const days = numbersOf(texts).filter((one) => (one >= 1 && one <= 31) || one === -1);
            if (days.length > 0) onChange({ ...trigger, days: days.reverse() });
          }}
        />
      )}
      <div className={css.pair}>
        {clocked && (
          <Written
            label={t('rules.schedule.at')}
            value={trigger.at ?? ''}
            fits={isClock}
            wrong={t('rules.schedule.atWrong')}
            onChange={(at) => onChange({ ...trigger, at }, 'at')}
          />
        )}
        <Select
          label={t('rules.schedule.zone')}
          placeholder={t('rules.schedule.ownZone')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('rules.schedule.clearZone') }}
          limit={80}
          w={200}
          value={trigger.zone ?? null}
          onChange={(zone) => {
            const { zone: _, ...rest } = trigger;
            onChange(zone ? { ...rest, zone } : rest);
          }}
          data={zones(trigger.zone)}
        />
      </div>
    </>
  );
}

let known: string[] | undefined;

/** zones are the names of time zones the web view knows. */
function zones(chosen: string | undefined): string[] {
  known ??= Intl.supportedValuesOf('timeZone');
  return chosen && !known.includes(chosen) ? [chosen, ...known] : known;
}

interface WrittenProps {
  label: string;
  value: string;
  fits: (text: string) => boolean;
  wrong: string;
  mono?: boolean;
  onChange: (text: string) => void;
}

/** Written takes a text of a form; one that does not fit stays in the field and is not handed on. */
function Written({ label, value, fits, wrong, mono = false, onChange }: WrittenProps) {
  const [typed, setTyped] = useState(value);
  const [from, setFrom] = useState(value);
  if (value !== from) {
    setFrom(value);
    if (value !== typed.trim()) setTyped(value);
  }
  return (
    <TextInput
      label={label}
      w={mono ? 220 : 90}
      value={typed}
      error={fits(typed.trim()) ? undefined : wrong}
      styles={mono ? { input: { fontFamily: 'var(--hr-mono)' } } : {}}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        if (fits(text.trim())) onChange(text.trim());
      }}
    />
  );
}
