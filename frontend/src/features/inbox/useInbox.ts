import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { inboxItemQuery } from '../../api/inbox';
import type { InboxAsking, InboxTab } from '../../api/inboxTypes';
import type { InboxItem, InboxState } from '../../api/types';
import { toastError } from '../../components/toast';
import { goTo, hrefWith, setParams, useRoute } from '../../lib/route';
import { useShortcut } from '../../lib/useShortcut';
import { askingOf, filterNames, type Lines, linesOf, tabs } from './inbox';
import { type InboxActions, useInboxActions } from './useInboxActions';
import { type InboxPages, useInboxPages } from './useInboxPages';
import { useMarks } from './useMarks';

/** Inbox is what the page shows and what one can do there. */
export interface Inbox {
  tab: InboxTab;
  asking: InboxAsking;
  pages: InboxPages;
  lines: Lines;
  /** place is where the current item stands in the order; -1 where it is not in it. */
  place: number;
  currentId: number | null;
  marked: ReadonlySet<number>;
  chosen: number[];
  snoozing: boolean;
  actions: InboxActions;
  mark: (ids: number[], on: boolean) => void;
  markAll: (on: boolean) => void;
  setSnoozing: (open: boolean) => void;
  switchTo: (tab: InboxTab) => void;
  narrow: (values: Partial<Record<(typeof filterNames)[number], string | null>>) => void;
}

/** useInbox holds the choices on the page and its keys; tab, filters and item are in the address. */
export function useInbox(id: number | null): Inbox {
  const { i18n } = useTranslation();
  const { params } = useRoute();
  const [snoozing, setSnoozing] = useState(false);
  const named = tabs.find((name) => name === params.get('tab'));
  // An address from outside names an item only: the tab is the one it is in.
  const asked = useQuery({ ...inboxItemQuery(id ?? 0, i18n.language), enabled: id !== null && !named });
  const tab = named ?? (asked.data ? tabOf(asked.data.state) : 'open');
  const asking = askingOf(params, tab);
  const pages = useInboxPages(asking, id);
  const count = pages.first?.count ?? 0;
  const { marked, mark, markAll, clear } = useMarks(asking, pages);
  const plain = useInboxActions((ids) => mark(ids, false));
  const lines = linesOf(pages.first?.groups ?? [], count);
  const currentId = id ?? pages.at(0)?.id ?? null;
  const place = currentId === null ? -1 : pages.placeOf(currentId);
  const chosen = [...marked];

  const keep = () => Object.fromEntries(filterNames.map((name) => [name, params.get(name) ?? '']));
  const show = (item: InboxItem | undefined) => {
    const rest = { ...keep(), tab };
    window.location.hash = item ? hrefWith(rest, 'inbox', item.id) : hrefWith(rest, 'inbox');
  };
  // What is dealt with leaves the list; the one that takes its place is read next.
  const leave = (ids: number[], work: () => void) => {
    show(next(pages, Math.max(0, place), count, new Set(ids)));
    work();
  };
  const actions: InboxActions = {
    ...plain,
    done: (ids, note) => leave(ids, () => plain.done(ids, note)),
    reopen: (ids) => leave(ids, () => plain.reopen(ids)),
    snooze: (ids, until, note) => leave(ids, () => plain.snooze(ids, until, note)),
  };

  const move = (by: number) => {
    const to = place + by;
    if (to >= 0 && to < count) pages.fetchAt(to).then((item) => item && show(item), toastError);
  };
  const targets = chosen.length > 0 ? chosen : currentId !== null ? [currentId] : [];
  const pending = targets.length > 0 && isPending(tab);
  const current = place < 0 ? undefined : pages.at(place);
  useShortcut('next', () => move(1));
  useShortcut('previous', () => move(-1));
  useShortcut('done', () => pending && actions.done(targets));
  useShortcut('snooze', () => pending && setSnoozing(true));
  useShortcut('select', () => current && mark([current.id], !marked.has(current.id)));
  useShortcut('open', () => {
    const opens = current && opensOf(current);
    if (!opens || !atRest()) return false;
    goTo(...opens);
    return true;
  });

  return {
    tab,
    asking,
    pages,
    lines,
    place,
    currentId,
    marked,
    chosen,
    snoozing,
    actions,
    mark,
    markAll,
    setSnoozing,
    switchTo: (to) => {
      clear();
      window.location.hash = hrefWith({ ...keep(), sort: '', tab: to }, 'inbox');
    },
    narrow: (values) => {
      clear();
      setParams({ tab, ...values });
    },
  };
}

/** next is the item that is read after some are dealt with: the first below that stays, else the last above. */
function next(pages: InboxPages, from: number, count: number, gone: ReadonlySet<number>): InboxItem | undefined {
  const stays = (place: number) => {
    const item = pages.at(place);
    return item && !gone.has(item.id) ? item : undefined;
  };
  for (let place = from; place < count && pages.at(place); place++) {
    const item = stays(place);
    if (item) return item;
  }
  for (let place = from - 1; place >= 0; place--) {
    const item = stays(place);
    if (item) return item;
  }
  return undefined;
}

/** tabOf is the tab in which items of a state stand. */
function tabOf(state: InboxState): InboxTab {
  return state === 'superseded' ? 'resolved' : state;
}

/** isPending says whether the items of a tab still wait for the person. */
export function isPending(tab: InboxTab): boolean {
  return tab === 'open' || tab === 'snoozed';
}

/** opensOf is what a notification is about: its entitlement, else its account, else its rule, unless that is removed. */
export function opensOf(item: InboxItem): [page: 'entitlement' | 'account' | 'rule', key: string | number] | null {
  if (item.entitlement !== '') return ['entitlement', item.entitlement];
  if (item.accountKey !== '') return ['account', item.accountKey];
  return item.ruleRemoved ? null : ['rule', item.rule];
}

/** atRest says that Enter is not meant for a button, a box or another link that has the focus. */
function atRest(): boolean {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return true;
  return focused.matches('section, article, #content, a[aria-current="true"]');
}
