import { fold } from '../../lib/format';
import { nowDays, soonDays } from '../../lib/urgency';
import type { InboxAsking, InboxDetail, InboxGroupName, InboxPage, InboxTab } from '../inboxTypes';
import type { Activity, SnoozeReturn } from '../ruleTypes';
import type { Fault, InboxItem, InboxState } from '../types';
import { addDays, today } from './data';

/** Box holds the invented notifications. */
export interface Box {
  items: InboxItem[];
}

/** repeated are so many notifications, made of a few. */
export function repeated(items: InboxItem[], count: number): InboxItem[] {
  const more = Array.from({ length: Math.max(0, count - items.length) }, (_, i) => {
    const [item] = items.slice(i % items.length);
    return item ? [{ ...item, id: 10_000 + i, state: 'open' as const, title: `${item.title} ${i}` }] : [];
  });
  return [...items, ...more.flat()];
}

const tabOf = (item: InboxItem): InboxTab => (item.state === 'superseded' ? 'resolved' : item.state);

/** groupOf is how soon an open notification wants a hand. */
function groupOf(item: InboxItem): InboxGroupName {
  if (item.due === '') return item.severity === 'critical' ? 'now' : item.severity === 'warning' ? 'soon' : 'later';
  if (item.due <= addDays(today, nowDays)) return 'now';
  return item.due <= addDays(today, soonDays) ? 'soon' : 'later';
}

const order: InboxGroupName[] = ['now', 'soon', 'later'];

function fits(item: InboxItem, asking: InboxAsking, without: keyof InboxAsking | '' = ''): boolean {
  const asks = { ...asking, ...(without !== '' && { [without]: undefined }) };
  const text = fold(`${item.title} ${item.body} ${item.account} ${item.product} ${item.ruleName}`);
  return (
    (without === 'state' || tabOf(item) === asks.state) &&
    (!asks.account || item.accountKey === asks.account) &&
    (!asks.rule || item.rule === asks.rule) &&
    (!asks.severity?.length || asks.severity.includes(item.severity)) &&
    fold(asks.text ?? '')
      .split(' ')
      .every((word) => text.includes(word))
  );
}

function sorted(items: InboxItem[], asking: InboxAsking): InboxItem[] {
  const sort = asking.sort ?? (asking.state === 'open' ? 'urgency' : 'newest');
  const due = (item: InboxItem) => item.due || '9999';
  const by: Record<typeof sort, (a: InboxItem, b: InboxItem) => number> = {
    urgency: (a, b) => order.indexOf(groupOf(a)) - order.indexOf(groupOf(b)) || due(a).localeCompare(due(b)),
    newest: (a, b) => b.createdAt.localeCompare(a.createdAt),
    oldest: (a, b) => a.createdAt.localeCompare(b.createdAt),
    account: (a, b) => a.account.localeCompare(b.account),
    end: (a, b) => (a.end || '9999').localeCompare(b.end || '9999'),
  };
  return [...items].sort((a, b) => by[sort](a, b) || b.id - a.id);
}

function counted<K extends string | number>(items: InboxItem[], key: (item: InboxItem) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function page(items: InboxItem[], asking: InboxAsking): InboxPage {
  const found = sorted(
    items.filter((item) => fits(item, asking)),
    asking,
  );
  const limit = asking.limit ?? 100;
  const at = found.findIndex((item) => item.id === asking.around);
  const offset = at < 0 ? (asking.offset ?? 0) : Math.floor(at / limit) * limit;
  const grouped = asking.state === 'open' && (asking.sort ?? 'urgency') === 'urgency';
  const groups = counted(found, groupOf);
  const tabs = counted(
    items.filter((item) => fits(item, asking, 'state')),
    tabOf,
  );
  const severities = counted(
    items.filter((item) => fits(item, asking, 'severity')),
    (item) => item.severity,
  );
  const ofRule = items.filter((item) => fits(item, asking, 'rule'));
  const ofAccount = items.filter((item) => fits(item, asking, 'account') && item.accountKey !== '');
  return {
    items: found.slice(offset, offset + limit),
    offset,
    count: found.length,
    groups: grouped
      ? order.map((name) => ({ name, count: groups.get(name) ?? 0 })).filter(({ count }) => count > 0)
      : [],
    tabs: {
      open: tabs.get('open') ?? 0,
      snoozed: tabs.get('snoozed') ?? 0,
      done: tabs.get('done') ?? 0,
      resolved: tabs.get('resolved') ?? 0,
    },
    rules: [...counted(ofRule, (item) => item.rule)].map(([id, count]) => ({
      id,
      count,
      name: ofRule.find((item) => item.rule === id)?.ruleName ?? '',
    })),
    accounts: [...counted(ofAccount, (item) => item.accountKey)].map(([key, count]) => ({
      key,
      count,
      name: ofAccount.find((item) => item.accountKey === key)?.account ?? '',
    })),
    severities: {
      critical: severities.get('critical') ?? 0,
      warning: severities.get('warning') ?? 0,
      notice: severities.get('notice') ?? 0,
    },
  };
}

function detail(item: InboxItem): InboxDetail {
  return {
    ...item,
    advice: item.end === '' ? [] : [{ tone: 'loss', text: `${item.product} ends with its licenses.` }],
    act_by: item.due,
    import: 214,
    file: 'entitlements_2026-11-20.csv',
    line: 88,
  };
}

/** centre answers what the window asks of the notification centre. */
export function centre(box: Box, changed: (...kinds: string[]) => void, refuse: (fault: Fault) => Error) {
  const answered = new Map<number, Activity[]>();
  const mark = (ids: number[], state: InboxState, more: Partial<InboxItem> = {}) => {
    box.items = box.items.map((item) =>
      ids.includes(item.id) ? { ...item, snoozedTo: '', returns: null, note: '', ...more, state } : item,
    );
    for (const id of ids) {
      const line: Activity = {
        id: 1000 + id,
        at: `${today}T09:00:00Z`,
        rule: 1,
        kind: 'answered',
        item: id,
        detail: {
          to: state,
          reason: more.note ?? '',
          until: more.returns?.day ?? Object.keys(more.returns ?? {})[0] ?? '',
        },
      };
      answered.set(id, [...(answered.get(id) ?? []), line]);
    }
    changed('inbox');
    return true;
  };
  const item = (id: number) => {
    const found = box.items.find((one) => one.id === id);
    if (!found) throw refuse({ code: 'not_found', message: `There is no notification ${id}.` });
    return found;
  };
  return {
    Find: async (asking: string) => JSON.stringify(page(box.items, JSON.parse(asking))),
    Choose: async (asking: string) => {
      const asks = JSON.parse(asking) as InboxAsking;
      return box.items.filter((one) => fits(one, asks)).map((one) => one.id);
    },
    Item: async (id: number) => JSON.stringify(detail(item(id))),
    History: async (id: number) => {
      const { createdAt, rule, reason, delivered } = item(id);
      const line = { at: createdAt, rule, item: id };
      const fired: Activity[] = [{ ...line, id: 1, kind: 'fired', detail: { reason } }];
      const sent = delivered.map(
        (channel, i): Activity => ({ ...line, id: 2 + i, kind: 'delivered', detail: { channel } }),
      );
      return JSON.stringify([...fired, ...sent, ...(answered.get(id) ?? [])]);
    },
    DoneWith: async (ids: number[], note: string) => mark(ids, 'done', { note }),
    Reopen: async (ids: number[]) => mark(ids, 'open'),
    SnoozeUntil: async (ids: number[], until: string, note: string) => {
      const returns = JSON.parse(until) as SnoozeReturn;
      return mark(ids, 'snoozed', { returns, note, snoozedTo: returns.day ?? '' });
    },
    Draft: async () => '/home/person/Documents/reminder.eml',
    Calendar: async () => '/home/person/Documents/headroom.ics',
  };
}
