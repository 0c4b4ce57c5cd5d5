import { useTranslation } from 'react-i18next';

import type { T } from '../lib/i18n';
import { caps, type ShortcutName, useKeys } from '../lib/shortcuts';

/** capsText returns the key caps of keys as they are printed on keyboards of the person's language. */
export function capsText(keys: string, t: T): string[][] {
  return caps(keys).map((stroke) => stroke.map((cap) => t(`cap.${cap}` as 'cap.Ctrl', { defaultValue: cap })));
}

/** Keys prints the keys a shortcut has now; "then" stands between those of a sequence. */
export function Keys({ of }: { of: ShortcutName }) {
  return <KeyCaps keys={useKeys(of)} />;
}

/** KeyCaps prints keys. */
export function KeyCaps({ keys }: { keys: string }) {
  const { t } = useTranslation();
  return (
    <span className="caps">
      {capsText(keys, t).map((stroke, i) => (
        <span key={i} className="caps">
          {i > 0 && <span className="xs t3">{t('shortcutThen')}</span>}
          {stroke.map((cap) => (
            <kbd key={cap} className="kbd">
              {cap}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
