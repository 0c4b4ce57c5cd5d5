import type { InboxItem } from '../../api/types';
import { daysBetween, localDay } from '../../lib/format';
import { nowDays } from '../../lib/urgency';

/** tabs are the states one looks at; what was superseded is history and stands with the resolved. */
export const tabs = ['open', 'snoozed', 'done', 'resolved'] as const;

/** Tab is one of them. */
export type Tab = (typeof tabs)[number];

/** inTab says whether an item belongs to a tab. */
export function inTab(item: InboxItem, tab: Tab): boolean {
  return item.state === tab || (tab === 'resolved' && item.state === 'superseded');
}

/** Group is a part of the list with its heading. */
export interface Group {
  name: 'now' | 'week' | 'later' | 'all';
  items: InboxItem[];
}

/** groupsOf orders open items by what to do first: what ends within a week, what came this week, the rest. */
export function groupsOf(items: InboxItem[], tab: Tab, today: string): Group[] {
  if (tab !== 'open') return items.length === 0 ? [] : [{ name: 'all', items }];
  const now = items.filter((item) => item.days !== null && item.days <= nowDays);
  const rest = items.filter((item) => !now.includes(item));
  const week = rest.filter((item) => daysBetween(localDay(item.createdAt), today) < 7);
  const groups: Group[] = [
    { name: 'now', items: now.sort((a, b) => (a.days ?? 0) - (b.days ?? 0)) },
    { name: 'week', items: week },
    { name: 'later', items: rest.filter((item) => !week.includes(item)) },
  ];
  return groups.filter((group) => group.items.length > 0);
}
