import type { Query, ValueList } from '../metricTypes';
import type { Asking, Dashboard, Entry, Found, Report } from '../reportTypes';
import type { Fault, View } from '../types';
import { definitionStruct } from './definitions';
import type { Fact } from './facts';
import { answer, catalog, makeDashboards, makeReports, resultOf } from './reports';

/** Kept is what the invented program keeps of documents. */
interface Kept<D> {
  shipped: Map<string, D>;
  own: Map<string, D>;
  favourites: Set<string>;
}

function keptOf<D extends { name?: string }>(shipped: D[]): Kept<D> {
  return { shipped: new Map(shipped.map((one) => [one.name ?? '', one])), own: new Map(), favourites: new Set() };
}

/** reportStructs are the structs of the invented program that answer questions and keep documents. */
export function reportStructs(facts: Fact[], changed: () => void, refuse: (fault: Fault) => Error) {
  const dashboards = keptOf(makeDashboards());
  const reports = keptOf(makeReports());
  const of = (kind: string): Kept<Dashboard | Report> => (kind === 'dashboard' ? dashboards : reports);
  let next = 1;
  let saves = 0;
  const text = async (value: unknown) => JSON.stringify(value);
  const outdated = refuse({ code: 'conflict', field: 'version', message: 'It was changed in another window.' });
  const missing = refuse({ code: 'not_found', message: 'There is no such document.' });

  return {
    Reports: {
      Catalog: async () => text(catalog),
      Answer: async (_: View, asking: string) => text(answer(JSON.parse(asking) as Asking, facts)),
      Rows: async (query: string) => text(resultOf(JSON.parse(query) as Query, facts)),
      Values: async (list: string) => {
        const { dimension } = JSON.parse(list) as ValueList;
        const counts = new Map<unknown, number>();
        for (const one of facts) counts.set(one[dimension], (counts.get(one[dimension]) ?? 0) + 1);
        return text([...counts].map(([value, rows]) => ({ value, rows })));
      },
    },
    Library: {
      List: async (kind: string) => text(entriesOf(kind, of(kind))),
      Get: async (kind: string, name: string) => {
        const found = of(kind).own.get(name) ?? of(kind).shipped.get(name);
        if (!found) throw missing;
        return text(found);
      },
      Save: async (kind: string, document: string) => {
        const { version: base = '', ...saved } = JSON.parse(document) as Dashboard | Report;
        const now = saved.name ? (of(kind).own.get(saved.name)?.version ?? '') : base;
        if (now !== base) throw outdated;
        const name = saved.name || `own-${next++}`;
        const version = `version-${++saves}`;
        of(kind).own.set(name, { ...saved, name, version });
        changed();
        return { name, version };
      },
      Remove: async (kind: string, name: string) => {
        of(kind).own.delete(name);
        changed();
        return true;
      },
      Restore: async (kind: string, name: string) => {
        of(kind).own.delete(name);
        changed();
        return true;
      },
      Favourite: async (kind: string, name: string, on: boolean) => {
        if (on) of(kind).favourites.add(name);
        else of(kind).favourites.delete(name);
        changed();
        return on;
      },
    },
    Definitions: definitionStruct(changed, refuse),
    Search: {
      Find: async (sought: string) => {
        const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
        const has = (title: string) => words.length > 0 && words.every((word) => title.toLowerCase().includes(word));
        const accounts = new Map(facts.map((one) => [String(one.account), String(one.account_key)]));
        return text([
          ...[...accounts]
            .filter(([name]) => has(name))
            .map(([title, key]) => found('account', title, `account/${encodeURIComponent(key)}`)),
          ...entriesOf('dashboard', of('dashboard'))
            .filter(({ title }) => has(title))
            .map(({ title, name }) => found('dashboard', title, `dashboard/${name}`)),
        ]);
      },
    },
    Exports: {
      Table: async () => '/home/person/Documents/report.xlsx',
      Picture: async () => '/home/person/Documents/report.png',
      CopyText: async () => true,
      CopyPicture: async () => true,
      Print: async () => true,
    },
  };
}

const found = (kind: Found['kind'], title: string, route: string): Found => ({ kind, title, sub: '', route });

function entriesOf(kind: string, { shipped, own, favourites }: Kept<Dashboard | Report>): Entry[] {
  const all = new Map([...shipped, ...own]);
  return [...all].map(([name, document]) => ({
    kind: kind === 'dashboard' ? 'dashboard' : 'report',
    ...('visual' in document && { show: document.visual.show }),
    name,
    title: document.title,
    words: document.words ?? '',
    origin: own.has(name) ? (shipped.has(name) ? 'copy' : 'own') : 'shipped',
    favourite: favourites.has(name),
    datasets: ['entitlements'],
    changed_at: own.has(name) ? '2026-11-20T08:42:00Z' : '',
  }));
}
