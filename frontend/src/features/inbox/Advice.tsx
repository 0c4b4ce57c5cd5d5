import { IconAlertOctagon, IconInfoCircle, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { InboxDetail } from '../../api/inboxTypes';
import { Icon } from '../../components/Icon';
import { cx } from '../../lib/cx';
import { together } from '../../lib/hyphens';
import css from './Inbox.module.css';

const drawings = { loss: IconAlertOctagon, lock_in: IconLock, note: IconInfoCircle };

/** Advice says what happens if nobody does anything, and what can still be done. */
export function Advice({ item }: { item: InboxDetail }) {
  const { t } = useTranslation();
  if (item.advice.length === 0 || item.state === 'resolved' || item.state === 'superseded') return null;
  return (
    <div className={css.sec}>
      <h3>{t('inbox.canBeDone')}</h3>
      <ul>
        {item.advice.map(({ tone, text }) => (
          <li key={text} className={cx(css.advice, css[tone])}>
            <Icon of={drawings[tone]} label={t(`inbox.tone.${tone}`)} />
            <span>{together(text)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
