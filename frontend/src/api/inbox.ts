import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { act, parsed, read } from './client';
import type { InboxAsking, InboxDetail, InboxPage } from './inboxTypes';
import { keys } from './queries';
import type { Activity, SnoozeReturn } from './ruleTypes';

/** inboxPageSize is how many notifications come at once. */
export const inboxPageSize = 100;

/** inboxPageQuery is a page of notifications. */
export function inboxPageQuery(asking: InboxAsking) {
  const text = JSON.stringify(asking);
  return queryOptions({
    queryKey: [...keys.inbox, 'find', text],
    queryFn: () => parsed<InboxPage>(read('Inbox', 'Find', text)),
    placeholderData: keepPreviousData,
  });
}

/** inboxItemQuery is one notification, whatever became of it; a missing one is a fault at once. */
export function inboxItemQuery(id: number, lang: string) {
  return queryOptions({
    queryKey: [...keys.inbox, 'item', id, lang],
    queryFn: () => parsed<InboxDetail>(read('Inbox', 'Item', id, lang)),
    placeholderData: (before: InboxDetail | undefined) => (before?.id === id ? before : undefined),
    retry: false,
  });
}

/** chosenIds are the ids of all notifications that an asking finds. */
export function chosenIds(asking: InboxAsking): Promise<number[]> {
  return read<number[]>('Inbox', 'Choose', JSON.stringify(asking));
}

/** historyQuery is what happened to one item of the inbox, oldest first. */
export function historyQuery(item: number) {
  return queryOptions({
    queryKey: [...keys.inbox, 'history', item],
    queryFn: () => parsed<Activity[]>(read('Inbox', 'History', item)),
  });
}

/** inboxActions answer notifications; reason is the person's own words, "" for none. */
export const inboxActions = {
  snooze: (ids: number[], until: SnoozeReturn, reason: string) =>
    act<boolean>('Inbox', 'SnoozeUntil', ids, JSON.stringify(until), reason),
  done: (ids: number[], reason: string) => act<boolean>('Inbox', 'DoneWith', ids, reason),
  /** draft writes an e-mail draft of an item and returns the file, "" when cancelled. */
  draft: (id: number, lang: string) => act<string>('Inbox', 'Draft', id, lang),
  /** calendar writes the days of items as an .ics file and returns it, "" when cancelled. */
  calendar: (ids: number[], lang: string) => act<string>('Inbox', 'Calendar', ids, lang),
};
