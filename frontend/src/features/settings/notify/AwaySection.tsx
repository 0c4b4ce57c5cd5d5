import { Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { agent, agentQuery, startsAtLoginQuery } from '../../../api/channels';
import { toastError } from '../../../components/toast';
import { Field, Section } from '../Field';
import { SwitchField } from './SwitchField';
import type { SettingsProps } from './settings';

/** AwaySection is about being told while the window is closed. */
export function AwaySection(props: SettingsProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('notify.away.title')}>
      <SwitchField {...props} name="hide_on_close" label={t('notify.away.hide')} help={t('notify.away.hideHelp')} />
      <StartAtLogin {...props} />
      <Agent />
    </Section>
  );
}

/** StartAtLogin shows whether the system starts Headroom, which somebody may have changed there since it was asked to. */
function StartAtLogin(props: SettingsProps) {
  const { t } = useTranslation();
  const { data: starts, isFetching } = useQuery(startsAtLoginQuery());
  const lost = starts === false && !isFetching && props.values.start_at_login === 'yes';
  return (
    <SwitchField
      {...props}
      name="start_at_login"
      label={t('notify.away.start')}
      help={t('notify.away.startHelp')}
      holds={starts}
    >
      {lost && <p className="sm t2">{t('notify.away.startLost')}</p>}
    </SwitchField>
  );
}

/** Agent registers the check with the scheduler of the system. */
function Agent() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: state } = useQuery(agentQuery());
  const [busy, setBusy] = useState(false);
  if (state === undefined) return null;
  const outdated = state === 'outdated';
  const known = outdated || state === 'installed' || state === 'absent';
  const set = (on: boolean) => {
    setBusy(true);
    agent
      .set(on)
      .then((next) => client.setQueryData(agentQuery().queryKey, next))
      .catch(toastError)
      .finally(() => setBusy(false));
  };
  return (
    <Field label={t('notify.away.agent')} help={t('notify.away.agentHelp')} id="agent">
      <Switch
        id="agent"
        checked={state === 'installed'}
        disabled={busy || !known}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      {outdated && <p className="sm t2">{t('notify.away.outdated')}</p>}
      {!known && <p className="sm t2">{state}</p>}
    </Field>
  );
}
