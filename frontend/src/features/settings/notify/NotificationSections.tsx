import { AwaySection } from './AwaySection';
import { DesktopSection } from './DesktopSection';
import { DigestSection } from './DigestSection';
import { MailSection } from './MailSection';
import { SilenceSection } from './SilenceSection';
import type { SettingsProps } from './settings';
import { WebhookSection } from './WebhookSection';

/** NotificationSections choose how, when and how often the person is told beyond the centre. */
export function NotificationSections(props: SettingsProps) {
  return (
    <>
      <DesktopSection {...props} />
      <SilenceSection {...props} />
      <DigestSection {...props} />
      <MailSection {...props} />
      <WebhookSection {...props} />
      <AwaySection {...props} />
    </>
  );
}
