import { SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Field, Section } from '../Field';
import { SettingInput } from '../SettingInput';
import type { SettingsProps } from './settings';
import { TimeInput } from './TimeInput';

const days = ['daily', 'weekdays', 'monday'] as const;
const ways = ['desktop', 'mail'] as const;

/** DigestSection bounds how much the person is told a week, and when the rest comes as one digest. */
export function DigestSection({ values, onSet }: SettingsProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('notify.digest.title')}>
      <Field label={t('notify.digest.budget')} help={t('notify.digest.budgetHelp')} id="weekly_budget">
        <SettingInput
          id="weekly_budget"
          value={values.weekly_budget ?? '0'}
          onSave={(value) => onSet('weekly_budget', value)}
          numeric
        />
      </Field>
      <Field label={t('notify.digest.time')} help={t('notify.digest.timeHelp')} id="digest_time">
        <TimeInput
          id="digest_time"
          value={values.digest_time ?? '08:00'}
          onSave={(value) => onSet('digest_time', value)}
        />
      </Field>
      <Field label={t('notify.digest.days')} help={t('notify.digest.daysHelp')} id="digest_days">
        <Select
          id="digest_days"
          value={values.digest_days ?? 'daily'}
          onChange={(value) => {
            if (value) onSet('digest_days', value).catch(() => {});
          }}
          data={days.map((value) => ({ value, label: t(`notify.digest.on.${value}`) }))}
          allowDeselect={false}
        />
      </Field>
      <Field label={t('notify.digest.by')} help={t('notify.digest.byHelp')} id="digest_by">
        <SegmentedControl
          id="digest_by"
          aria-label={t('notify.digest.by')}
          value={values.digest_by ?? 'desktop'}
          onChange={(value) => {
            onSet('digest_by', value).catch(() => {});
          }}
          data={ways.map((value) => ({ value, label: t(`notify.way.${value}`) }))}
        />
      </Field>
    </Section>
  );
}
