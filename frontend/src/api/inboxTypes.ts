/** The wire types of the notification centre: mirrors of app/bridge/inbox.go and settings.go. */

import type { SnoozeReturn } from './ruleTypes';
import type { InboxItem, InboxState } from './types';

export type Severity = 'critical' | 'warning' | 'notice';

/** InboxTab is a state one looks at; what was superseded stands with the resolved. */
export type InboxTab = Exclude<InboxState, 'superseded'>;

/** InboxSort is an order of notifications. */
export type InboxSort = 'urgency' | 'newest' | 'oldest' | 'account' | 'end';

/** InboxAsking chooses notifications. Around asks for the page that holds that item. */
export interface InboxAsking {
  state: InboxTab;
  account?: string;
  product?: string;
  rule?: number;
  severity?: Severity[];
  text?: string;
  sort?: InboxSort;
  offset?: number;
  limit?: number;
  around?: number;
}

/** InboxGroupName is how soon open notifications want a hand. */
export type InboxGroupName = 'now' | 'soon' | 'later';

/** InboxPage is a page of notifications with what can be chosen to narrow them. */
export interface InboxPage {
  items: InboxItem[];
  offset: number;
  count: number;
  groups: { name: InboxGroupName; count: number }[];
  tabs: Record<InboxTab, number>;
  rules: { id: number; name: string; count: number }[];
  accounts: { key: string; name: string; count: number }[];
  severities: Record<Severity, number>;
}

/** Advice says what happens if nobody does anything, or what can still be done. */
export interface Advice {
  tone: 'loss' | 'lock_in' | 'note';
  text: string;
}

/** InboxDetail is one notification with what the reading pane says beyond the list. */
export interface InboxDetail extends InboxItem {
  advice: Advice[];
  act_by: string; // last day to act, "" unknown
  import: number; // where the line came from; 0 and "" unknown
  file: string;
  line: number;
}

/** InboxExtra is what an item carries beside its text. */
export interface InboxExtra {
  severity: Severity;
  due: string; // last day to act, else the end; "" for none
  dueDays: number | null;
  entitlement: string; // key, "" for none
  returns: SnoozeReturn | null; // what brings a snoozed one back
  note: string; // the person's reason of the last answer
  error: string; // of the last delivery, "" for none
}

/** Channel is a way to the person, and whether it could deliver now. */
export interface Channel {
  name: string; // desktop mail draft calendar webhook:NAME
  state: 'ready' | 'unasked' | 'denied' | 'absent';
  detail: string; // why not, "" for ready
}
