import type { T } from '../lib/i18n';

/** wayText is a way to the person in words; what a system calls its own notifications stands as it is. */
export function wayText(way: string, t: T): string {
  const [kind = '', name = ''] = way.split(/:(.*)/);
  if (kind === 'inbox') return t('nav.inbox');
  const word = t(`notify.way.${kind}` as 'notify.way.desktop', { defaultValue: kind });
  return name === '' ? word : t('notify.wayNamed', { way: word, name });
}
