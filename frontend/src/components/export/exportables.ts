import { type RefObject, useEffect, useRef, useSyncExternalStore } from 'react';

import type { Asking } from '../../api/reportTypes';

/** Exportable is something on the page whose answer can leave the window. */
export interface Exportable {
  id: number;
  asking: Asking;
  title: string;
  /** place is the element it stands in. */
  place: RefObject<HTMLElement | null>;
  picture?: (() => Promise<string>) | undefined;
}

let all: readonly Exportable[] = [];
let next = 0;
const listeners = new Set<() => void>();

function set(value: readonly Exportable[]): void {
  all = value;
  for (const listener of listeners) listener();
}

/** useExportable offers something to the menu of exports of the page, for as long as it is shown. */
export function useExportable(one: Omit<Exportable, 'id'>, on: boolean): void {
  const latest = useRef(one);
  latest.current = one;
  const { title } = one;
  useEffect(() => {
    if (!on) return undefined;
    const id = next++;
    const mine: Exportable = {
      id,
      title,
      place: latest.current.place,
      get asking() {
        return latest.current.asking;
      },
      get picture() {
        return latest.current.picture;
      },
    };
    set([...all, mine]);
    return () => set(all.filter((each) => each.id !== id));
  }, [title, on]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** useExportables are what the page offers, in the order in which it stands there. */
export function useExportables(): readonly Exportable[] {
  const found = useSyncExternalStore(subscribe, () => all);
  return found.toSorted((a, b) => order(a.place.current, b.place.current));
}

function order(a: Element | null, b: Element | null): number {
  if (!a || !b || a === b) return 0;
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
