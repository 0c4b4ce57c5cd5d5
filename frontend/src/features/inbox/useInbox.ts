import { useState } from 'react';

import type { InboxItem } from '../../api/types';
import { useToday } from '../../components/useView';
import { goTo, hrefTo, setParam, useRoute } from '../../lib/route';
import { useShortcut } from '../../lib/useShortcut';
import { type Group, groupsOf, inTab, type Tab, tabs } from './inbox';
import { type InboxActions, useInboxActions } from './useInboxActions';

/** Inbox is what the page shows and what one can do there. */
export interface Inbox {
  tab: Tab;
  groups: Group[];
  /** order is the list from top to bottom. */
  order: InboxItem[];
  current: InboxItem | undefined;
  marked: ReadonlySet<number>;
  /** chosen are the marked items of this tab. */
  chosen: number[];
  snoozing: boolean;
  actions: InboxActions;
  mark: (ids: number[], on: boolean) => void;
  setSnoozing: (open: boolean) => void;
  switchTo: (tab: Tab) => void;
}

/** useInbox holds the choices on the page and its keys; tab and item are in the address. */
export function useInbox(items: InboxItem[], id: number | null): Inbox {
  const today = useToday();
  const { params } = useRoute();
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const [snoozing, setSnoozing] = useState(false);
  const plain = useInboxActions(() => setMarked(new Set()));

  const asked = items.find((item) => item.id === id);
  const tab =
    tabs.find((name) => name === params.get('tab')) ?? tabs.find((name) => asked && inTab(asked, name)) ?? 'open';
  const groups = groupsOf(
    items.filter((item) => inTab(item, tab)),
    tab,
    today,
  );
  const order = groups.flatMap((group) => group.items);
  const current = order.find((item) => item.id === id) ?? order[0];
  const chosen = order.filter((item) => marked.has(item.id)).map((item) => item.id);

  const mark = (ids: number[], on: boolean) => {
    const next = new Set(marked);
    for (const one of ids) {
      if (on) next.add(one);
      else next.delete(one);
    }
    setMarked(next);
  };
  const show = (item: InboxItem | undefined) => {
    window.location.hash = item ? hrefTo('inbox', item.id) : hrefTo('inbox');
    setParam('tab', tab === 'open' ? null : tab);
  };
  // What is dealt with leaves the list; the one that takes its place is read next.
  const leave = (ids: number[], work: () => void) => {
    const at = current ? order.indexOf(current) : 0;
    show([...order.slice(at), ...order.slice(0, at).reverse()].find((item) => !ids.includes(item.id)));
    work();
  };
  const actions: InboxActions = {
    done: (ids) => leave(ids, () => plain.done(ids)),
    reopen: (ids) => leave(ids, () => plain.reopen(ids)),
    snooze: (ids, until) => leave(ids, () => plain.snooze(ids, until)),
  };

  const move = (by: number) => {
    const to = order[(current ? order.indexOf(current) : 0) + by];
    if (to) show(to);
  };
  const targets = chosen.length > 0 ? chosen : current ? [current.id] : [];
  const pending = targets.length > 0 && isPending(tab);
  useShortcut('next', () => move(1));
  useShortcut('previous', () => move(-1));
  useShortcut('done', () => pending && actions.done(targets));
  useShortcut('snooze', () => pending && setSnoozing(true));
  useShortcut('select', () => current && mark([current.id], !marked.has(current.id)));
  useShortcut('open', () => {
    if (!current || !atRest()) return false;
    goTo('account', current.accountKey);
    return true;
  });

  const switchTo = (to: Tab) => {
    setMarked(new Set());
    window.location.hash = hrefTo('inbox');
    setParam('tab', to === 'open' ? null : to);
  };
  return { tab, groups, order, current, marked, chosen, snoozing, actions, mark, setSnoozing, switchTo };
}

/** isPending says whether the items of a tab still wait for the person. */
export function isPending(tab: Tab): boolean {
  return tab === 'open' || tab === 'snoozed';
}

/** atRest says that Enter is not meant for a button, a link or a box that has the focus. */
function atRest(): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.tagName === 'SECTION';
}
