import { useSyncExternalStore } from 'react';

/** Route is what the address after # says. */
export interface Route {
  /** parts are the decoded steps of the path: ["account", "tenant:…"]. */
  parts: string[];
  params: URLSearchParams;
}

/** kept are the parameters that stay when the page changes: the person's point of view. */
const kept = ['asOf', 'knownAt', 'scope', 'compare'];

/** parseRoute reads a hash such as "#/account/tenant%3A1?scope=own". */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  return { parts, params: new URLSearchParams(query) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** hrefTo makes the hash of a path, keeping the point of view. */
export function hrefTo(...parts: (string | number)[]): string {
  return hash(parts, pick(current().params));
}

/** hrefWith makes the hash of a path with parameters of its own, keeping the point of view. */
export function hrefWith(params: Record<string, string>, ...parts: (string | number)[]): string {
  const all = pick(current().params);
  for (const [name, value] of Object.entries(params)) if (value !== '') all.set(name, value);
  return hash(parts, all);
}

/** goTo opens a path, keeping the point of view. */
export function goTo(...parts: (string | number)[]): void {
  window.location.hash = hrefTo(...parts);
}

/** goToHash opens an address that came from outside, such as a notification's. */
export function goToHash(address: string): void {
  const { parts, params } = parseRoute(address);
  window.location.hash = hash(parts, params);
}

/** setParam changes one parameter of the current address; null removes it. */
export function setParam(name: string, value: string | null): void {
  setParams({ [name]: value });
}

/** setParams changes several parameters of the current address at once; null removes one. */
export function setParams(values: Record<string, string | null>): void {
  const { parts, params } = current();
  for (const [name, value] of Object.entries(values)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  window.location.hash = hash(parts, params);
}

function hash(parts: (string | number)[], params: URLSearchParams): string {
  const query = params.toString();
  return `#/${parts.map((part) => encodeURIComponent(part)).join('/')}${query === '' ? '' : `?${query}`}`;
}

function pick(params: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams();
  for (const name of kept) {
    const value = params.get(name);
    if (value !== null) rest.set(name, value);
  }
  return rest;
}

function current(): Route {
  return parseRoute(window.location.hash);
}

/** Guard decides whether another address may be shown now; it is told which. */
type Guard = (next: string) => boolean;

/** held is the page that is not left before its guard says so. */
let held: { hash: string; allows: Guard } | null = null;

/** guardRoute keeps the page as it is until its guard allows another address; the result ends that. */
export function guardRoute(allows: Guard): () => void {
  const mine = { hash: window.location.hash, allows };
  held = mine;
  return () => {
    if (held === mine) held = null;
  };
}

/** refused puts the address back where the guard of the page does not allow another. */
function refused(): boolean {
  const next = window.location.hash;
  if (!held || next === held.hash) return false;
  if (!held.allows(next)) {
    window.location.hash = held.hash;
    return true;
  }
  held.hash = next;
  return false;
}

function subscribe(changed: () => void): () => void {
  const follow = () => {
    if (!refused()) changed();
  };
  window.addEventListener('hashchange', follow);
  return () => window.removeEventListener('hashchange', follow);
}

/** useRoute follows the address. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => held?.hash ?? window.location.hash));
}
