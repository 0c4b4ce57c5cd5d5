import { useSyncExternalStore } from 'react';

import { imports } from './actions';
import { on, toAppError } from './client';
import type { Fault, ImportRow, Progress } from './types';

/** ImportRun is the import that runs or ran last; it outlives the page it was started from. */
export interface ImportRun {
  state: 'idle' | 'running' | 'finished';
  progress: Progress | null;
  /** rows are the results of the files of the last run. */
  rows: ImportRow[];
  /** fault is set when the whole run failed. */
  fault: Fault | null;
  cancelling: boolean;
}

const idle: ImportRun = { state: 'idle', progress: null, rows: [], fault: null, cancelling: false };
let run = idle;
const listeners = new Set<() => void>();

function set(next: Partial<ImportRun>): void {
  run = { ...run, ...next };
  for (const listener of listeners) listener();
}

/** useImportRun follows the import. */
export function useImportRun(): ImportRun {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => run,
  );
}

/** startImport imports files; while one import runs a second is not begun. */
export function startImport(paths: string[]): Promise<ImportRow[]> {
  return start(() => imports.run(paths));
}

/** startDemo writes and imports the demo portfolio. */
export function startDemo(): Promise<ImportRow[]> {
  return start(() => imports.demo());
}

async function start(work: () => Promise<ImportRow[]>): Promise<ImportRow[]> {
  if (run.state === 'running') return [];
  set({ ...idle, state: 'running' });
  const stop = on<Progress>('import:progress', (progress) => set({ progress }));
  try {
    const rows = await work();
    set({ state: 'finished', rows });
    return rows;
  } catch (cause) {
    set({ state: 'finished', fault: toAppError(cause).fault });
    return [];
  } finally {
    stop();
  }
}

/**
 * importOne imports one file of which everything is said. Its result takes the
 * place of the one that waited; other files of the last run keep theirs.
 */
export async function importOne(work: () => Promise<ImportRow>): Promise<ImportRow | null> {
  const before = run.rows;
  const [row] = await start(async () => [await work()]);
  if (!row) {
    set({ rows: before });
    return null;
  }
  const same = (other: ImportRow) => other.path === row.path && other.member === row.member && row.path !== '';
  set({ rows: [row, ...before.filter((other) => waits(other) && !same(other))] });
  return row;
}

/** waits says whether a file of a run is to be imported as soon as the person has said something about it. */
export function waits(row: ImportRow): boolean {
  return row.path !== '' && (row.state === 'held' || (row.state === 'refused' && row.error?.code === 'asks'));
}

/** isUnknown says whether a file was refused because no export has its columns; the person may say what they mean. */
export function isUnknown(row: ImportRow): boolean {
  return row.path !== '' && row.state === 'refused' && /^No known export\b/.test(row.error?.message ?? '');
}

/** cancelImport stops the running import; the store is then as before. */
export async function cancelImport(): Promise<void> {
  set({ cancelling: true });
  await imports.cancel();
}

/** clearImport forgets the last result. */
export function clearImport(): void {
  if (run.state !== 'running') set(idle);
}
