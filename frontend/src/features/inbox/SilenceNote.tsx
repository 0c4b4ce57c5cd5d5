import { IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { settingsQuery } from '../../api/queries';
import { Icon } from '../../components/Icon';
import { list } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import css from './Inbox.module.css';
import { silenceOf } from './inbox';

/** SilenceNote says when the desktop is not disturbed, and leads to where that is chosen. */
export function SilenceNote() {
  const { t } = useTranslation();
  const { data } = useQuery(settingsQuery());
  const silence = data && silenceOf(data);
  if (!silence) return null;
  const parts = [
    silence.from !== '' && t('inbox.silence.hours', { from: silence.from, until: silence.until }),
    silence.weekends && t('inbox.silence.weekends'),
    silence.holidays && t('inbox.silence.holidays'),
  ].filter((part) => part !== false);
  const text = t('inbox.silence.note', { when: list(parts) });
  return (
    <span className={css.silence}>
      <Icon of={IconPlayerPause} size={14} />
      <span className="cut t2" title={text}>
        {text}
      </span>
      <a href={hrefTo('settings', 'quiet_from')}>{t('inbox.silence.change')}</a>
    </span>
  );
}
