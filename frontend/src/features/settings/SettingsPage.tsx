import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { settings } from '../../api/actions';
import { keys, settingsQuery } from '../../api/queries';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { toastError } from '../../components/toast';
import { parseNumber, writeNumber } from '../../lib/parse';
import { DataSection } from './DataSection';
import { Field, Section } from './Field';
import { LanguageSection } from './LanguageSection';
import { LookSection } from './LookSection';
import { NotificationSections } from './notify/NotificationSections';
import { SectionList } from './SectionList';
import { SettingInput } from './SettingInput';
import css from './Settings.module.css';
import { ShortcutsSection } from './ShortcutsSection';
import { TermsSection } from './terms/TermsSection';

/** SettingsPage holds the choices that change figures, the look, and where the data is. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(settingsQuery());
  return (
    <Page title={t('nav.settings')}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonPage />}
      {data && <Sections values={data} />}
    </Page>
  );
}

function Sections({ values }: { values: Record<string, string> }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const sections = useRef<HTMLDivElement>(null);
  const save = useMutation({
    mutationFn: ([name, value]: [string, string]) => settings.set(name, value),
    onSuccess: (all) => client.setQueryData(keys.settings, all),
    onError: toastError,
  });
  const set = (name: string, value: string) => save.mutateAsync([name, value]);
  return (
    <div className={css.page}>
      {/* Its names are read from the headings, which are others in another language. */}
      <SectionList key={i18n.language} of={sections} />
      <div className={css.sections} ref={sections}>
        <LanguageSection values={values} onSet={set} />
        <Section title={t('settings.figures')}>
          <Field label={t('settings.partners')} help={t('settings.partnersHelp')} id="own_partner_ids">
            <SettingInput
              id="own_partner_ids"
              value={values.own_partner_ids ?? ''}
              onSave={(value) => set('own_partner_ids', value)}
            />
          </Field>
          <Field label={t('settings.grace')} help={t('settings.graceHelp')} id="renewal_grace_days">
            <SettingInput
              id="renewal_grace_days"
              value={values.renewal_grace_days ?? ''}
              onSave={(value) => set('renewal_grace_days', value)}
              unit={t('settings.graceUnit')}
              numeric
            />
          </Field>
          <Field label={t('settings.share')} help={t('settings.shareHelp')} id="import_warn_share">
            <SettingInput
              id="import_warn_share"
              value={writeNumber(Math.round(Number(values.import_warn_share ?? '0') * 1000) / 10)}
              onSave={(percent) => set('import_warn_share', String((parseNumber(percent) ?? Number.NaN) / 100))}
              unit="%"
              numeric
            />
          </Field>
        </Section>
        <TermsSection values={values} onSet={set} />
        <LookSection values={values} onSet={set} />
        <NotificationSections values={values} onSet={set} />
        <ShortcutsSection />
        <DataSection />
      </div>
    </div>
  );
}
