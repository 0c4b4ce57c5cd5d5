import { ruleItself } from '../api/ruleTypes';
import type { InboxItem } from '../api/types';
import { urgency } from '../lib/urgency';
import type { StatusName } from './Status';

/** about is the word for what some of the ready-made rules find. */
const about: Record<string, StatusName> = {
  usage_over: 'over',
  overage: 'over',
  stale: 'late',
  not_arrived: 'late',
};

/** itemStatus is the one word for a notification: its state, or, while it is open, what it is about. */
export function itemStatus(item: InboxItem): StatusName {
  if (item.state !== 'open') return item.state;
  if (item.instance === ruleItself) return 'failed';
  if (item.dueDays === null) return about[item.template] ?? 'firing';
  const soon = urgency(item.dueDays);
  return soon === 'on_track' ? 'firing' : soon;
}
