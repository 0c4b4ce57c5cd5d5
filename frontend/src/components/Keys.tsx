import { useTranslation } from 'react-i18next';

import { caps, type ShortcutName, useKeys } from '../lib/shortcuts';

/** Keys prints the keys a shortcut has now; "then" stands between those of a sequence. */
export function Keys({ of }: { of: ShortcutName }) {
  return <KeyCaps keys={useKeys(of)} />;
}

/** KeyCaps prints keys. */
export function KeyCaps({ keys }: { keys: string }) {
  const { t } = useTranslation();
  return (
    <span className="caps">
      {caps(keys).map((stroke, i) => (
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
