import type { Asking, Dashboard, Entry, Query, Report, ValueList } from '../reportTypes';
import type { Fault, View } from '../types';
import type { Fact } from './facts';
import { answer, catalog, makeDashboards, resultOf } from './reports';

/** Kept is what the invented program keeps of documents. */
interface Kept {
  shipped: Map<string, Dashboard>;
  own: Map<string, Dashboard>;
  favourites: Set<string>;
}

/** reportStructs are the structs of the invented program that answer questions and keep documents. */
export function reportStructs(facts: Fact[], changed: () => void, refuse: (fault: Fault) => Error) {
  const shipped = new Map(makeDashboards().map((one) => [one.name ?? '', one]));
  const kept: Kept = { shipped, own: new Map(), favourites: new Set() };
  let next = 1;
  const text = async (value: unknown) => JSON.stringify(value);
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
      List: async (kind: string) => text(kind === 'dashboard' ? entriesOf(kept) : []),
      Get: async (kind: string, name: string) => {
        const found = kind === 'dashboard' ? (kept.own.get(name) ?? kept.shipped.get(name)) : undefined;
        if (!found) throw missing;
        return text(found);
      },
      Save: async (_: string, document: string) => {
        const dashboard = JSON.parse(document) as Dashboard & Report;
        const name = dashboard.name || `own-${next++}`;
        kept.own.set(name, { ...dashboard, name });
        changed();
        return name;
      },
      Remove: async (_: string, name: string) => {
        kept.own.delete(name);
        changed();
        return true;
      },
      Restore: async (_: string, name: string) => {
        kept.own.delete(name);
        changed();
        return true;
      },
      Favourite: async (_: string, name: string, on: boolean) => {
        if (on) kept.favourites.add(name);
        else kept.favourites.delete(name);
        changed();
        return on;
      },
    },
    Definitions: { All: async () => '{}', Functions: async () => '[]' },
    Search: { Find: async () => '[]' },
  };
}

function entriesOf({ shipped, own, favourites }: Kept): Entry[] {
  const all = new Map([...shipped, ...own]);
  return [...all].map(([name, { title, words = '' }]) => ({
    kind: 'dashboard',
    name,
    title,
    words,
    origin: own.has(name) ? (shipped.has(name) ? 'copy' : 'own') : 'shipped',
    favourite: favourites.has(name),
    datasets: ['entitlements'],
    changed_at: own.has(name) ? '2026-11-20T08:42:00Z' : '',
  }));
}
