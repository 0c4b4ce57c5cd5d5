import { Button, SegmentedControl, Select, Switch, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { imports, settings } from '../../api/actions';
import { keys, settingsQuery, statusQuery } from '../../api/queries';
import { Confirm } from '../../components/Confirm';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { toast, toastError } from '../../components/toast';
import { SettingInput } from './SettingInput';
import css from './Settings.module.css';

const weekDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

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
  const { t } = useTranslation();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const save = useMutation({
    mutationFn: ([name, value]: [string, string]) => settings.set(name, value),
    onSuccess: (all) => client.setQueryData(keys.settings, all),
    onError: toastError,
  });
  const set = (name: string) => (value: string) => save.mutateAsync([name, value]);
  return (
    <div className={css.sections}>
      <Section title={t('settings.figures')}>
        <Field label={t('settings.partners')} help={t('settings.partnersHelp')} id="own_partner_ids">
          <SettingInput id="own_partner_ids" value={values.own_partner_ids ?? ''} onSave={set('own_partner_ids')} />
        </Field>
        <Field label={t('settings.grace')} help={t('settings.graceHelp')} id="renewal_grace_days">
          <SettingInput
            id="renewal_grace_days"
            value={values.renewal_grace_days ?? ''}
            onSave={set('renewal_grace_days')}
            numeric
          />
        </Field>
        <Field label={t('settings.share')} help={t('settings.shareHelp')} id="import_warn_share">
          <SettingInput
            id="import_warn_share"
            value={String(Math.round(Number(values.import_warn_share ?? '0') * 1000) / 10)}
            onSave={(percent) => set('import_warn_share')(String(Number(percent.replace(',', '.')) / 100))}
            numeric
          />
        </Field>
        <Field label={t('settings.week')} help={t('settings.weekHelp')} id="week_start">
          <Select
            id="week_start"
            value={values.week_start ?? 'monday'}
            onChange={(value) => value && save.mutate(['week_start', value])}
            data={weekDays.map((value) => ({ value, label: t(`settings.day.${value}`) }))}
            allowDeselect={false}
          />
        </Field>
      </Section>
      <Section title={t('settings.look')}>
        <Field label={t('settings.theme')} help={t('settings.themeHelp')} id="theme">
          <SegmentedControl
            id="theme"
            aria-label={t('settings.theme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
            data={[
              { value: 'auto', label: t('settings.themeAuto') },
              { value: 'light', label: t('settings.themeLight') },
              { value: 'dark', label: t('settings.themeDark') },
            ]}
          />
        </Field>
      </Section>
      <Section title={t('settings.notifications')}>
        <Field label={t('settings.names')} help={t('settings.namesHelp')} id="notify_names">
          <Switch
            id="notify_names"
            checked={values.notify_names !== 'no'}
            onChange={(event) => save.mutate(['notify_names', event.currentTarget.checked ? 'yes' : 'no'])}
          />
        </Field>
      </Section>
      <DataSection />
    </div>
  );
}

function DataSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: status } = useQuery(statusQuery());
  const [asking, setAsking] = useState(false);
  const backup = () =>
    settings
      .backup()
      .then((path) => path !== '' && toast({ message: t('settings.backedUp', { path }) }))
      .catch(toastError);
  const restore = () =>
    imports
      .restore()
      .then((done) => {
        if (!done) return undefined;
        toast({ message: t('firstrun.restored') });
        return client.invalidateQueries();
      })
      .catch(toastError);
  const removeDemo = () =>
    imports
      .removeDemo()
      .then(() => client.invalidateQueries())
      .catch(toastError);
  return (
    <Section title={t('settings.data')}>
      <Field label={t('settings.where')} help={t('settings.whereHelp')}>
        <code className={css.path}>{status?.store}</code>
      </Field>
      <Field label={t('settings.backup')} help={t('settings.backupHelp')}>
        <span className="row">
          <Button onClick={backup}>{t('settings.backupButton')}</Button>
          <Button variant="subtle" onClick={() => setAsking(true)}>
            {t('settings.restoreButton')}
          </Button>
        </span>
      </Field>
      {status?.demo && (
        <Field label={t('settings.demo')} help={t('settings.demoHelp')}>
          <Button onClick={removeDemo}>{t('demo.remove')}</Button>
        </Field>
      )}
      <Field label={t('settings.version')} help="">
        <span>{status?.version}</span>
      </Field>
      <Confirm
        opened={asking}
        question={t('settings.restoreQuestion')}
        yes={t('firstrun.restoreButton')}
        no={t('settings.restoreNo')}
        onNo={() => setAsking(false)}
        onYes={() => {
          setAsking(false);
          restore();
        }}
      >
        {t('settings.restoreText')}
      </Confirm>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.section} aria-label={title}>
      <h2>{title}</h2>
      <div>{children}</div>
    </section>
  );
}

interface FieldProps {
  label: string;
  help: string;
  id?: string;
  children: ReactNode;
}

function Field({ label, help, id, children }: FieldProps) {
  return (
    <div className={css.field}>
      <div>
        {id ? <label htmlFor={id}>{label}</label> : <span>{label}</span>}
        {help !== '' && <p className="sm t2">{help}</p>}
      </div>
      <div className={css.control}>{children}</div>
    </div>
  );
}
