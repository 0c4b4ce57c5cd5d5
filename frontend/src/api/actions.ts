import { act } from './client';
import type { Checked, Decision, FileEntry, Inspection, Mended, Quarantine, Said } from './importTypes';
import type { ImportRow } from './types';

/** WatchKind is what can be watched. */
export type WatchKind = 'account' | 'entitlement' | 'product' | 'segment';

/** watch turns the watching of something on or off; a product and a segment are known by their names. */
export function watch(kind: WatchKind, key: string, on: boolean): Promise<boolean> {
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
  expand: (paths: string[]) => act<FileEntry[]>('Imports', 'Expand', paths),
  inspect: (path: string, member: string, said: Said) => act<Inspection>('Imports', 'Inspect', path, member, said),
  check: (path: string, member: string, said: Said) => act<Checked>('Imports', 'Check', path, member, said),
  import: (path: string, member: string, said: Said, remember: boolean, trust: boolean) =>
    act<ImportRow>('Imports', 'Import', path, member, said, remember, trust),
  rejected: (id: number, offset: number) => act<Quarantine>('Imports', 'Rejected', id, offset),
  retry: (id: number, rows: Mended[]) => act<ImportRow>('Imports', 'Retry', id, rows),
  saveRejected: (id: number) => act<string>('Imports', 'SaveRejected', id),
  forget: (id: number) => act<boolean>('Imports', 'Forget', id),
  trust: (id: number, on: boolean) => act<boolean>('Imports', 'Trust', id, on),
  addFolder: () => act<boolean>('Imports', 'AddFolder'),
  removeFolder: (path: string) => act<boolean>('Imports', 'RemoveFolder', path),
  dismiss: (path: string) => act<boolean>('Imports', 'Dismiss', path),
};

/** identity are the decisions which accounts and products are the same. */
export const identity = {
  merge: (kind: string, from: string, into: string) => act<Decision[]>('Identity', 'Merge', kind, from, into),
  keepApart: (kind: string, from: string, into: string) => act<Decision[]>('Identity', 'KeepApart', kind, from, into),
  takeBack: (id: number) => act<Decision[]>('Identity', 'TakeBack', id),
};

/** reopen takes back that notifications were done or snoozed. */
export function reopen(ids: number[]): Promise<unknown> {
  return act('Inbox', 'Reopen', ids);
}

/** settings are the actions on settings. */
export const settings = {
  set: (name: string, value: string) => act<Record<string, string>>('Settings', 'Set', name, value),
  backup: () => act<string>('Settings', 'Backup'),
};

/** logFromWindow puts an error of the window into the program's log; a log that fails is not worth a second error. */
export function logFromWindow(text: string): void {
  act<void>('System', 'LogFromWindow', 'error', text).catch(() => {});
}
