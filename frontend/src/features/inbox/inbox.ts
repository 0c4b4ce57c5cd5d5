import type { InboxAsking, InboxGroupName, InboxSort, InboxTab, Severity } from '../../api/inboxTypes';
import type { StatusName } from '../../components/Status';
import { isShortTime } from '../../lib/clock';

/** tabs are the states one looks at; what was superseded is history and stands with the resolved. */
export const tabs: readonly InboxTab[] = ['open', 'done', 'snoozed', 'resolved'];

/** statesIn are the states that the items of a tab usually have. */
export function statesIn(tab: InboxTab): readonly StatusName[] {
  switch (tab) {
    case 'open':
      return ['passed', 'act_now', 'act_soon', 'over', 'late', 'firing'];
    default:
      return [tab];
  }
}

/** sorts are the orders one can choose. */
export const sorts: readonly InboxSort[] = ['urgency', 'newest', 'oldest', 'account', 'end'];

/** severities are from what wants a hand first to what is only good to know. */
export const severities: readonly Severity[] = ['critical', 'warning', 'notice'];

/** filterNames are the parameters of the address that narrow the list. */
export const filterNames = ['account', 'rule', 'severity', 'text', 'sort'] as const;

/** askingOf reads what is looked at from the address; what cannot be read is left out. */
export function askingOf(params: URLSearchParams, tab: InboxTab): InboxAsking {
  const asking: InboxAsking = { state: tab };
  const account = params.get('account');
  if (account) asking.account = account;
  const rule = Number(params.get('rule') ?? 0);
  if (Number.isSafeInteger(rule) && rule > 0) asking.rule = rule;
  const severity = severities.filter((one) => (params.get('severity') ?? '').split(',').includes(one));
  if (severity.length > 0) asking.severity = severity;
  const text = (params.get('text') ?? '').trim();
  if (text !== '') asking.text = text;
  const sort = sorts.find((one) => one === params.get('sort'));
  if (sort && sort !== usualSort(tab)) asking.sort = sort;
  return asking;
}

/** usualSort is the order of a tab until the person chooses another. */
export function usualSort(tab: InboxTab): InboxSort {
  return tab === 'open' ? 'urgency' : 'newest';
}

/** isNarrowed says whether a filter leaves something out. */
export function isNarrowed({ account, rule, severity, text }: InboxAsking): boolean {
  return account !== undefined || rule !== undefined || severity !== undefined || text !== undefined;
}

/** Line is one line of the list: a heading, or the item at a place of the order. */
export type Line = { heading: InboxGroupName; count: number } | { item: number };

/** Lines is the list with its headings, of any length. */
export interface Lines {
  count: number;
  at: (line: number) => Line;
  /** lineOf is where the item at a place stands. */
  lineOf: (item: number) => number;
}

/** linesOf puts the headings of groups between the items. */
export function linesOf(groups: { name: InboxGroupName; count: number }[], count: number): Lines {
  let first = 0;
  const starts = groups.map((group) => {
    const start = first;
    first += group.count;
    return { ...group, start };
  });
  return {
    count: count + groups.length,
    at: (line) => {
      for (const [i, { name, count: size, start }] of starts.entries()) {
        if (line === start + i) return { heading: name, count: size };
        if (line < start + i) return { item: line - i };
      }
      return { item: line - groups.length };
    },
    lineOf: (item) => item + starts.filter(({ start }) => start <= item).length,
  };
}

/** Silence is when the desktop is not disturbed. */
export interface Silence {
  from: string; // "18:00", "" for no hours
  until: string;
  weekends: boolean;
  holidays: boolean;
}

/** silenceOf reads it from the settings; null is no silence at all. */
export function silenceOf(settings: Record<string, string>): Silence | null {
  const { quiet_from: from = '', quiet_until: until = '' } = settings;
  const hours = isShortTime(from) && isShortTime(until) && from !== until;
  const weekends = settings.quiet_weekends === 'yes';
  const holidays = (settings.quiet_holidays ?? '') !== '';
  if (!hours && !weekends && !holidays) return null;
  return { from: hours ? from : '', until: hours ? until : '', weekends, holidays };
}
