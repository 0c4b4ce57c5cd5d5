import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Field, Section } from '../Field';
import css from './Notify.module.css';
import { SwitchField } from './SwitchField';
import { countryNames, type SettingsProps } from './settings';
import { TimeInput } from './TimeInput';

/** SilenceSection is about when the person is not disturbed; what fires meanwhile is told afterwards. */
export function SilenceSection(props: SettingsProps) {
  const { t, i18n } = useTranslation();
  const { values, onSet } = props;
  const chosen = (values.quiet_holidays ?? '').split(',').filter((code) => code !== '');
  return (
    <Section title={t('notify.silence.title')}>
      <Field label={t('notify.silence.hours')} help={t('notify.silence.hoursHelp')} id="quiet_from">
        <span className={css.state}>
          <TimeInput
            id="quiet_from"
            value={values.quiet_from ?? ''}
            empty
            onSave={(value) => onSet('quiet_from', value)}
          />
          <span className="t2">{t('notify.silence.until')}</span>
          <TimeInput
            id="quiet_until"
            label={t('notify.silence.untilLabel')}
            value={values.quiet_until ?? ''}
            empty
            onSave={(value) => onSet('quiet_until', value)}
          />
        </span>
      </Field>
      <SwitchField
        {...props}
        name="quiet_weekends"
        label={t('notify.silence.weekends')}
        help={t('notify.silence.weekendsHelp')}
      />
      <Field label={t('notify.silence.holidays')} help={t('notify.silence.holidaysHelp')} id="quiet_holidays">
        <MultiSelect
          id="quiet_holidays"
          size="xs"
          styles={{
            input: { minHeight: 28, paddingBlock: 1, paddingInlineStart: 'calc(28px / 3)' },
            inputField: { fontSize: 13, height: 24 },
          }}
          value={chosen}
          onChange={(codes) => {
            onSet('quiet_holidays', codes.join(',')).catch(() => {});
          }}
          data={countryNames(i18n.language)}
          placeholder={chosen.length === 0 ? t('notify.silence.noHolidays') : ''}
          searchable
          hidePickedOptions
        />
      </Field>
      <SwitchField
        {...props}
        name="quiet_critical"
        label={t('notify.silence.critical')}
        help={t('notify.silence.criticalHelp')}
      />
    </Section>
  );
}
