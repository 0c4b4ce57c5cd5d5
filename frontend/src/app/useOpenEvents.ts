import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { onMenu, tellKeys, tellLanguage, tellRoute } from '../api/desk';
import { onOpen } from '../api/events';
import { goToHash } from '../lib/route';
import { keysOf, onKeys, shortcutNames } from '../lib/shortcuts';
import { runShortcut } from '../lib/useShortcut';

/** useOpenEvents follows what comes from outside (a notification's address, a menu) and tells the program where the person is. */
export function useOpenEvents(): void {
  useEffect(() => onOpen(goToHash), []);
  useEffect(() => onMenu(choose), []);
  useEffect(() => {
    const tell = () => tellRoute(window.location.hash);
    tell();
    window.addEventListener('hashchange', tell);
    return () => window.removeEventListener('hashchange', tell);
  }, []);
  useEffect(() => {
    const tell = () => tellKeys(Object.fromEntries(shortcutNames.map((name) => [name, keysOf(name)[0] ?? ''])));
    tell();
    return onKeys(tell);
  }, []);
  const { i18n } = useTranslation();
  useEffect(() => tellLanguage(i18n.language), [i18n.language]);
}

/** choose does what an entry of the native menu is for: it opens a page, or is a shortcut. */
function choose(entry: string): void {
  const name = shortcutNames.find((one) => one === entry);
  if (name) runShortcut(name, 'menu');
  else if (entry.startsWith('#/')) goToHash(entry);
}
