import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { imports, settings } from '../../api/actions';
import { statusQuery } from '../../api/queries';
import { Confirm } from '../../components/Confirm';
import { toast, toastError } from '../../components/toast';
import { cx } from '../../lib/cx';
import { Field, Section } from './Field';
import css from './Settings.module.css';

/** DataSection says where the data is, and backs it up. */
export function DataSection() {
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
        <code className={cx(css.path, css.said)}>{status?.store}</code>
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
        <p className={css.said}>{status?.version}</p>
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
