import type { InboxItem } from '../api/types';
import { urgency } from '../lib/urgency';
import type { StatusName } from './Status';

/** itemStatus is the one word for a notification: its state, or, while it is open, what it is about. */
export function itemStatus(item: InboxItem): StatusName {
  if (item.state !== 'open') return item.state;
  if (item.template === 'usage_over') return 'over';
  return item.days === null ? 'firing' : urgency(item.days) === 'on_track' ? 'firing' : urgency(item.days);
}
