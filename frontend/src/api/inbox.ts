import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { act, read } from './client';
import type { Channel, InboxAsking, InboxDetail, InboxPage } from './inboxTypes';
import { keys } from './queries';
import { agent, secrets } from './rules';

/** inboxPageSize is how many notifications come at once. */
export const inboxPageSize = 100;

async function parsed<T>(text: Promise<string>): Promise<T> {
  return JSON.parse(await text) as T;
}

/** findInbox asks for a page of notifications. */
export function findInbox(asking: InboxAsking): Promise<InboxPage> {
  return parsed<InboxPage>(read('Inbox', 'Find', JSON.stringify(asking)));
}

/** inboxPageQuery is a page of notifications. */
export function inboxPageQuery(asking: InboxAsking) {
  return queryOptions({
    queryKey: [...keys.inbox, 'find', JSON.stringify(asking)],
    queryFn: () => findInbox(asking),
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

/** channelsQuery says of each way to the person whether it could deliver now. */
export function channelsQuery() {
  return queryOptions({
    queryKey: [...keys.settings, 'channels'],
    queryFn: () => parsed<Channel[]>(read('Settings', 'Channels')),
  });
}

/** askPermission asks the system whether notifications may be shown, and returns the state after. */
export function askPermission(): Promise<string> {
  return act<string>('Settings', 'AskPermission');
}

/** secretQuery says whether the keyring of the system holds a secret; what it is, it never tells. */
export function secretQuery(name: string) {
  return queryOptions({ queryKey: ['secrets', name], queryFn: () => secrets.has(name) });
}

/** startsAtLoginQuery says whether the system starts Headroom with the person's session, whatever the setting wishes. */
export function startsAtLoginQuery() {
  return queryOptions({ queryKey: [...keys.settings, 'login'], queryFn: () => agent.startsAtLogin() });
}

/** agentQuery says whether the scheduler of the system checks while the window is closed. */
export function agentQuery() {
  return queryOptions({ queryKey: ['agent'], queryFn: () => agent.status() });
}
