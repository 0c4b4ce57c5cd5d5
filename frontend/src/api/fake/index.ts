import type { Runtime } from '../client';
import type { Decision, Mended, Said } from '../importTypes';
import type { Fault, ImportRow, Progress, Status } from '../types';
import { centre, repeated } from './centre';
import { makeAccounts, today } from './data';
import { factsOf } from './facts';
import {
  check,
  decided,
  inspect,
  isSheet,
  makeFolders,
  makeMemories,
  makeQuarantines,
  makeSuggestions,
  review,
  sheetFault,
  sheetRow,
  staleness,
} from './importing';
import { keeping, segments } from './keeping';
import { reportStructs } from './library';
import { makeImports, makeInbox, runResult } from './records';
import { rulesStruct } from './rules';

/** FakeOptions choose what the invented program holds. */
export interface FakeOptions {
  empty?: boolean;
  accounts?: number;
  /** items repeats the notifications until there are so many. */
  items?: number;
  /** step is the pause between two progress events in milliseconds. */
  step?: number;
  /** loginLost is a wish to start at login that the system no longer knows of. */
  loginLost?: boolean;
}

type Handler = (...data: unknown[]) => void;

/** Fake is the program without Go: the same structs and events, in memory. */
export interface Fake {
  emit(name: string, data: unknown): void;
  /** calls are the names of the methods called, in order. */
  calls: string[];
}

function refuse(fault: Fault): Error {
  return new Error(JSON.stringify(fault));
}

/** installFake puts an invented program behind the window, for tests and for development without Go. */
export function installFake({
  empty = false,
  accounts: count = 48,
  items = 0,
  step = 0,
  loginLost = false,
}: FakeOptions = {}): Fake {
  const accounts = makeAccounts(count);
  const handlers = new Map<string, Set<Handler>>();
  const calls: string[] = [];
  let isEmpty = empty;
  let demo = false;
  let cancelled = false;
  let history = empty ? [] : makeImports();
  const box = { items: empty ? [] : repeated(makeInbox(accounts.slice(0, 48)), items) };
  const watched = { product: new Set<string>(), segment: new Set<string>() };
  let nextId = 215;
  let memories = empty ? [] : makeMemories();
  let { folders, found } = empty ? { folders: [], found: [] } : makeFolders();
  let suggestions = empty ? [] : makeSuggestions();
  let decisions: Decision[] = [];
  const quarantines = makeQuarantines();
  let settings: Record<string, string> = {
    own_partner_ids: '4471002',
    week_start: 'monday',
    renewal_grace_days: '30',
    import_warn_share: '0.05',
    notify_names: 'yes',
    start_at_login: loginLost ? 'yes' : 'no',
  };

  const emit = (name: string, data: unknown) => {
    for (const handler of handlers.get(name) ?? []) handler(data);
  };
  const runtime: Runtime = {
    EventsOn(name, handler) {
      const set = handlers.get(name) ?? new Set();
      handlers.set(name, set.add(handler));
      return () => set.delete(handler);
    },
  };
  const pause = () => new Promise((done) => setTimeout(done, step));
  const changed = (...kinds: string[]) => emit('changed', kinds);

  async function progress(file: string, index: number, of: number): Promise<void> {
    const size = 4_100_000;
    for (let i = 0; i <= 10 && step > 0; i++) {
      if (cancelled) throw refuse({ code: 'cancelled', message: 'The import was cancelled. Nothing was stored.' });
      const part: Progress = {
        file,
        index,
        count: of,
        rows: Math.round(18204 * (i / 10)),
        bytes: (size * i) / 10,
        size,
        seconds: i * (step / 1000),
        stage: i < 8 ? 'reading' : 'storing',
      };
      emit('import:progress', part);
      await pause();
    }
  }

  async function run(paths: string[]): Promise<ImportRow[]> {
    cancelled = false;
    const rows: ImportRow[] = [];
    for (const [index, path] of paths.entries()) {
      const row = isSheet(path) ? waiting(path) : runResult(path, nextId++);
      await progress(row.file, index, paths.length);
      rows.push(row);
    }
    history = [...rows.filter((row) => row.state === 'committed'), ...history];
    isEmpty = false;
    changed('facts', 'inbox');
    return rows;
  }

  const waiting = (path: string): ImportRow => ({
    ...sheetRow(path, '', runResult(path, 0)),
    id: 0,
    state: 'refused',
    rows: 0,
    added: 0,
    rejected: 0,
    problems: [],
    error: sheetFault(path),
  });
  const decide = (state: Decision['state']) => async (kind: string, from: string, into: string) => {
    const is = (one: { kind: string; fromKey: string; intoKey: string }) =>
      one.kind === kind && one.fromKey === from && one.intoKey === into;
    const pair = suggestions.find(is);
    if (pair) decisions = [decided(nextId++, pair, state), ...decisions];
    suggestions = suggestions.filter((one) => !is(one));
    changed('facts');
    return decisions;
  };

  const bridge = {
    ...reportStructs(factsOf(accounts), () => changed('documents'), refuse),
    System: {
      Status: async (): Promise<Status> => ({
        empty: isEmpty,
        demo,
        readOnly: '',
        clockWasWrong: false,
        store: '/home/person/.local/share/headroom/headroom.db',
        version: '0.1.0',
        today,
        inboxOpen: box.items.filter((item) => item.state === 'open').length,
        lastUpdated: isEmpty ? '' : '2026-11-20T08:42:00Z',
      }),
      Open: async () => {},
      LogFromWindow: async () => {},
    },
    Portfolio: {
      Watched: async () => ({
        accounts: accounts.filter((a) => a.watched).map((a) => a.key),
        entitlements: accounts.flatMap((a) => a.lines.filter((line) => line.watched).map((line) => line.key)),
        products: [...watched.product],
        segments: [...watched.segment],
      }),
      Watch: async (kind: string, key: string, on: boolean) => {
        for (const a of accounts) {
          if (a.key === key) a.watched = on;
          for (const l of a.lines) if (l.key === key) l.watched = on;
        }
        if (kind === 'product' || kind === 'segment') watched[kind][on ? 'add' : 'delete'](key);
        changed('watches');
        return on;
      },
    },
    Imports: {
      Choose: async () => ['/home/person/Downloads/usage_2026-11.csv'],
      Run: run,
      Cancel: async () => {
        cancelled = true;
      },
      History: async () => history,
      Undo: async (id: number) => {
        history = history.map((row) => (row.id === id ? { ...row, state: 'undone' as const } : row));
        changed('facts', 'inbox');
        return history;
      },
      Demo: async () => {
        demo = true;
        history = makeImports();
        box.items = makeInbox(accounts.slice(0, 48));
        return run(['demo_entitlements.csv', 'demo_usage.csv']);
      },
      RemoveDemo: async () => {
        demo = false;
        isEmpty = true;
        history = [];
        box.items = [];
        changed('facts', 'inbox');
        return history;
      },
      Expand: async (paths: string[]) =>
        paths.flatMap((path) =>
          path.endsWith('.zip')
            ? ['renewals.csv', 'usage_2026-11.csv'].map((name) => ({ path, member: name, name, size: 4096 }))
            : [{ path, member: '', name: path.split('/').pop() ?? path, size: 182 }],
        ),
      Inspect: async (path: string, member: string, said: Said) => inspect(member || path, said),
      Check: async (path: string, member: string, said: Said) => check(path, member, said, runResult(path, 0)),
      Import: async (path: string, member: string, _said: Said, remember: boolean, trusted: boolean) => {
        const row = { ...sheetRow(path, member, runResult(path, 0)), id: nextId++, state: 'committed' as const };
        history = [{ ...row, path: '', member: '' }, ...history];
        const [first] = makeMemories();
        if (remember && first) memories = [{ ...first, id: nextId++, name: row.file, trusted }, ...memories];
        isEmpty = false;
        changed('facts', 'inbox');
        return row;
      },
      Moved: async () => review(true),
      MovedBetween: async () => review(),
      Rejected: async (id: number, offset: number) => {
        const all = quarantines.rejected(id, history.find((row) => row.id === id)?.file ?? '');
        return offset === 0 ? all : { ...all, rows: [] };
      },
      Retry: async (id: number, mended: Mended[]) => {
        const base = history.find((row) => row.id === id);
        if (!base) throw refuse({ code: 'not_found', message: `There is no import ${id}.` });
        const by = nextId++;
        const good = quarantines.mend(id, by, mended);
        const row = { ...base, id: by, file: `${base.file} (mended rows)`, rows: mended.length, added: good };
        const result = { ...row, changed: 0, unchanged: 0, skipped: 0, rejected: mended.length - good, problems: [] };
        if (good > 0) history = [result, ...history];
        changed('facts', 'inbox');
        return result;
      },
      SaveRejected: async () => '/home/person/Documents/rejected.csv',
      Memories: async () => memories,
      Forget: async (id: number) => {
        memories = memories.filter((one) => one.id !== id);
        return true;
      },
      Trust: async (id: number, trusted: boolean) => {
        memories = memories.map((one) => (one.id === id ? { ...one, trusted } : one));
        return trusted;
      },
      Staleness: async () => (isEmpty ? [] : staleness),
      Folders: async () => folders,
      Found: async () => found,
      AddFolder: async () => {
        ({ folders, found } = makeFolders());
        return true;
      },
      RemoveFolder: async (path: string) => {
        folders = folders.filter((one) => one.path !== path);
        found = found.filter((one) => !one.path.startsWith(path));
        return true;
      },
      Dismiss: async (path: string) => {
        found = found.filter((one) => one.path !== path);
        return true;
      },
      Restore: async () => {
        isEmpty = false;
        changed('facts', 'settings', 'rules', 'inbox', 'watches');
        return true;
      },
    },
    Identity: {
      Suggestions: async () => suggestions,
      Decisions: async () => decisions,
      Merge: decide('merged'),
      KeepApart: decide('apart'),
      TakeBack: async (id: number) => {
        decisions = decisions.filter((one) => one.id !== id);
        suggestions = makeSuggestions().filter((one) => !decisions.some(({ fromKey }) => fromKey === one.fromKey));
        changed('facts');
        return decisions;
      },
    },
    Inbox: centre(box, changed, refuse),
    Rules: { ...rulesStruct(() => changed('rules'), refuse), ...segments(changed) },
    Settings: {
      ...keeping(),
      All: async () => settings,
      StartsAtLogin: async () => settings.start_at_login === 'yes' && !loginLost,
      Set: async (name: string, value: string) => {
        if (name === 'renewal_grace_days' && !/^\d{1,3}$/.test(value)) {
          throw refuse({ code: 'invalid', field: name, message: 'The grace is a whole number of days from 0 to 365.' });
        }
        settings = { ...settings, [name]: value };
        if (name === 'start_at_login') loginLost = false;
        changed('settings');
        return settings;
      },
      Backup: async () => '/home/person/Documents/headroom-2026-11-20.backup',
    },
  };

  window.go = { bridge: record(bridge, calls) };
  window.runtime = runtime;
  return { emit, calls };
}

/** record notes each call; like the real bridge it knows methods only by name. */
function record(bridge: object, calls: string[]): NonNullable<Window['go']>['bridge'] {
  type Method = (...args: unknown[]) => Promise<unknown>;
  const structs = Object.entries(bridge).map(([struct, methods]: [string, Record<string, Method>]) => [
    struct,
    Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        name,
        (...args: unknown[]) => {
          calls.push(`${struct}.${name}`);
          return method(...args);
        },
      ]),
    ),
  ]);
  return Object.fromEntries(structs);
}
