import { IconInfoCircle, IconLayoutDashboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Notice } from '../../../api/ruleTypes';
import { Icon } from '../../../components/Icon';
import { Status } from '../../../components/Status';
import { together } from '../../../lib/hyphens';
import css from './Message.module.css';

/** PreviewKind is where a notification is looked at. */
export type PreviewKind = 'desktop' | 'inbox' | 'digest';

interface PreviewProps {
  kind: PreviewKind;
  notice: Notice | null;
}

/** Preview shows a notification as it would be shown, with real data. */
export function Preview({ kind, notice }: PreviewProps) {
  const { t } = useTranslation();
  if (!notice) return <p className={css.help}>{t('rules.message.nothing')}</p>;
  if (kind === 'inbox')
    return (
      <div className={css.item}>
        <p className="row">
          <Status is="firing" />
          <span className="grow" />
          <span className="xs t2">{t('rules.message.now')}</span>
        </p>
        {notice.account && <p className="bold">{notice.account}</p>}
        <p>{together(notice.title)}</p>
        <p className="sm t2">{together(notice.body)}</p>
      </div>
    );
  if (kind === 'digest')
    return (
      <div className={css.item}>
        <p className="row sm t2">
          <Icon of={IconInfoCircle} size={14} /> {t('rules.message.digestHead')}
        </p>
        <ul>
          <li>
            <p className="bold">{together(notice.title)}</p>
            <p className="sm t2">{together(notice.body)}</p>
          </li>
        </ul>
      </div>
    );
  return (
    <div className={css.card}>
      <div className={css.from}>
        <Icon of={IconLayoutDashboard} size={14} />
        <span>Headroom</span>
        <span>{t('rules.message.now')}</span>
      </div>
      <p className="bold">{together(notice.title)}</p>
      <p className="t2">{together(notice.body)}</p>
      <div className={css.answers} aria-hidden="true">
        {(['open', 'snooze', 'done'] as const).map((one) => (
          <span key={one} className={css.answer}>
            {t(`rules.answer.${one}`)}
          </span>
        ))}
      </div>
    </div>
  );
}
