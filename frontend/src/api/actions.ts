import { act } from './client';
import type { ImportRow, InboxItem, NewRule, RuleRow } from './types';

/** watch turns the watching of an account or an entitlement on or off. */
export function watch(kind: 'account' | 'entitlement', key: string, on: boolean): Promise<boolean> {
  return act('Portfolio', 'Watch', kind, key, on);
}

/** imports are the actions on files. */
export const imports = {
  choose: () => act<string[]>('Imports', 'Choose'),
  run: (paths: string[]) => act<ImportRow[]>('Imports', 'Run', paths),
  cancel: () => act<void>('Imports', 'Cancel'),
  undo: (id: number) => act<ImportRow[]>('Imports', 'Undo', id),
  demo: () => act<ImportRow[]>('Imports', 'Demo'),
  removeDemo: () => act<ImportRow[]>('Imports', 'RemoveDemo'),
  restore: () => act<boolean>('Imports', 'Restore'),
};

/** inbox are the actions on notifications. */
export const inbox = {
  done: (ids: number[]) => act<InboxItem[]>('Inbox', 'Done', ids),
  reopen: (ids: number[]) => act<InboxItem[]>('Inbox', 'Reopen', ids),
  snooze: (ids: number[], until: string) => act<InboxItem[]>('Inbox', 'Snooze', ids, until),
};

/** rules are the actions on rules. */
export const rules = {
  add: (rule: NewRule) => act<RuleRow[]>('Rules', 'Add', rule),
  pause: (id: number, paused: boolean) => act<RuleRow[]>('Rules', 'Pause', id, paused),
  remove: (id: number) => act<RuleRow[]>('Rules', 'Remove', id),
};

/** settings are the actions on settings. */
export const settings = {
  set: (name: string, value: string) => act<Record<string, string>>('Settings', 'Set', name, value),
  backup: () => act<string>('Settings', 'Backup'),
};

/** logFromWindow puts an error of the window into the program's log; a log that fails is not worth a second error. */
export function logFromWindow(text: string): void {
  act<void>('System', 'LogFromWindow', 'error', text).catch(() => {});
}
