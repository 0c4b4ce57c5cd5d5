import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelsQuery } from '../../../api/channels';
import { faultText } from '../../../api/client';
import { ruleActions } from '../../../api/rules';
import type { Tested } from '../../../api/ruleTypes';
import { Status } from '../../../components/Status';
import { wayText } from '../../../components/ways';
import { Field } from '../Field';
import css from './Notify.module.css';

/** TestField sends a test notification by one of the ways there are, and says which one delivered it. */
export function TestField() {
  const { t, i18n } = useTranslation();
  const { data: channels = [] } = useQuery(channelsQuery());
  const [way, setWay] = useState('desktop');
  const [busy, setBusy] = useState(false);
  const [tested, setTested] = useState<Tested | null>(null);
  const send = () => {
    setBusy(true);
    setTested(null);
    ruleActions
      .test(null, way, i18n.language)
      .catch((cause): Tested => ({ channel: way, shown: false, error: faultText(cause) }))
      .then(setTested)
      .finally(() => setBusy(false));
  };
  const ways = channels.length > 0 ? channels.map((one) => one.name) : ['desktop'];
  return (
    <Field label={t('notify.test.label')} help={t('notify.test.help')} id="notify_test">
      <span className={css.state}>
        <Select
          id="notify_test"
          className={css.way}
          value={way}
          onChange={(value) => {
            setTested(null);
            setWay(value ?? 'desktop');
          }}
          data={ways.map((value) => ({ value, label: wayText(value, t) }))}
          allowDeselect={false}
        />
        <Button loading={busy} onClick={send}>
          {t('notify.test.send')}
        </Button>
      </span>
      <p role="status" className={css.result}>
        {tested && (
          <>
            <Status is={tested.shown ? 'done' : 'refused'}>
              {tested.shown
                ? t('notify.test.shown', { way: wayText(tested.channel, t) })
                : t('notify.test.failed', { way: wayText(tested.channel || way, t) })}
            </Status>
            {tested.error !== '' && <span className="t2"> {tested.error}</span>}
          </>
        )}
      </p>
    </Field>
  );
}
