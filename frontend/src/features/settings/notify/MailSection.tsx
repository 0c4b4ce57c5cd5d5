import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Field, Section } from '../Field';
import { SettingInput } from '../SettingInput';
import { SecretInput } from './SecretInput';
import type { SettingsProps } from './settings';

const security = ['starttls', 'tls'] as const;
const texts = ['smtp_host', 'smtp_port'] as const;
const addresses = ['smtp_from', 'mail_to', 'drafts_folder'] as const;

/** MailSection is about e-mail: the server it is given to, and the password, which the system keeps. */
export function MailSection({ values, onSet }: SettingsProps) {
  const { t } = useTranslation();
  const plain = (name: (typeof texts)[number] | (typeof addresses)[number] | 'smtp_user') => (
    <Field key={name} label={t(`notify.mail.${name}`)} help={t(`notify.mailHelp.${name}`)} id={name}>
      <SettingInput
        id={name}
        value={values[name] ?? ''}
        onSave={(value) => onSet(name, value)}
        numeric={name === 'smtp_port'}
      />
    </Field>
  );
  return (
    <Section title={t('notify.mail.title')}>
      {texts.map(plain)}
      <Field label={t('notify.mail.smtp_security')} help={t('notify.mailHelp.smtp_security')} id="smtp_security">
        <SegmentedControl
          id="smtp_security"
          aria-label={t('notify.mail.smtp_security')}
          value={values.smtp_security ?? 'starttls'}
          onChange={(value) => {
            onSet('smtp_security', value).catch(() => {});
          }}
          data={security.map((value) => ({ value, label: t(`notify.mail.${value}`) }))}
        />
      </Field>
      {plain('smtp_user')}
      <Field label={t('notify.mail.password')} help={t('notify.mailHelp.password')} id="smtp_password">
        <SecretInput id="smtp_password" name="smtp_password" label={t('notify.mail.password')} />
      </Field>
      {addresses.map(plain)}
    </Section>
  );
}
