import { useTranslation } from 'react-i18next';

import { AwaySection } from './AwaySection';
import { DesktopSection } from './DesktopSection';
import { DigestSection } from './DigestSection';
import { MailSection } from './MailSection';
import css from './Notify.module.css';
import { SilenceSection } from './SilenceSection';
import type { SettingsProps } from './settings';
import { WebhookSection } from './WebhookSection';

/** NotificationSections choose how, when and how often the person is told beyond the centre. */
export function NotificationSections(props: SettingsProps) {
  const { t } = useTranslation();
  return (
    <>
      <p className={css.lead}>{t('notify.lead')}</p>
      <DesktopSection {...props} />
      <SilenceSection {...props} />
      <DigestSection {...props} />
      <MailSection {...props} />
      <WebhookSection {...props} />
      <AwaySection {...props} />
    </>
  );
}
