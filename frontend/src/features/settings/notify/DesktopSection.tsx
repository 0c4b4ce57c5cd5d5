import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { askPermission, channelsQuery } from '../../../api/channels';
import type { Channel } from '../../../api/inboxTypes';
import { Status, type StatusName } from '../../../components/Status';
import { toastError } from '../../../components/toast';
import { Field, Section } from '../Field';
import css from './Notify.module.css';
import { SwitchField } from './SwitchField';
import type { SettingsProps } from './settings';
import { TestField } from './TestField';

/** DesktopSection is about the notifications of the system, and tries every way to the person. */
export function DesktopSection(props: SettingsProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('notify.desktop.title')} lead={t('notify.lead')}>
      <SwitchField
        {...props}
        name="notify_desktop"
        unset="yes"
        label={t('notify.desktop.on')}
        help={t('notify.desktop.onHelp')}
      />
      <Permission />
      <SwitchField
        {...props}
        name="notify_names"
        unset="yes"
        label={t('notify.desktop.names')}
        help={t('notify.desktop.namesHelp')}
      />
      <TestField />
    </Section>
  );
}

/** looks are the icon and the colour of what the system permits. */
const looks: Record<Channel['state'], StatusName> = {
  ready: 'healthy',
  unasked: 'unknown',
  denied: 'failed',
  absent: 'disabled',
};

/** Permission says whether the system shows notifications, and asks it where it was never asked. */
function Permission() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(channelsQuery());
  const desktop = data?.find((one) => one.name === 'desktop');
  if (!desktop) return null;
  const ask = () =>
    askPermission()
      .then(() => client.invalidateQueries({ queryKey: channelsQuery().queryKey }))
      .catch(toastError);
  return (
    <Field label={t('notify.desktop.permission')} help={t(`notify.permissionHelp.${desktop.state}`)}>
      <span className={css.state}>
        <span role="status">
          <Status is={looks[desktop.state]}>{t(`notify.permission.${desktop.state}`)}</Status>
        </span>
        {desktop.state === 'unasked' && <Button onClick={ask}>{t('notify.desktop.allow')}</Button>}
      </span>
      {desktop.state !== 'absent' && desktop.detail !== '' && <p className="sm t2">{desktop.detail}</p>}
    </Field>
  );
}
