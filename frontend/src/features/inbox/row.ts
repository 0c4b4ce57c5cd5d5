import type { InboxItem } from '../../api/types';
import { itemStatus } from '../../components/inboxItem';
import { dayShort } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { untilInRow } from './until';

/** stateText is the word for an item in the list: its status, or what brings a snoozed one back. */
export function stateText(item: InboxItem, t: T): string {
  return item.returns ? untilInRow(item.returns, t) : t(`status.${itemStatus(item)}`);
}

/** foundText is what was found, and the last day to act where that is what makes it urgent and the text does not name it. */
export function foundText(item: InboxItem, today: string, t: T): string {
  const { body, due, dueDays } = item;
  const named = due === '' || due === item.end || item.reason.startsWith('days_to_act');
  if (item.state !== 'open' || dueDays === null || named) return body;
  return t(dueDays < 0 ? 'inbox.foundPassed' : 'inbox.foundActBy', { body, day: dayShort(due, today) });
}
