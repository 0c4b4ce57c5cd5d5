import { useSyncExternalStore } from 'react';

const key = 'headroom.contrast';
const listeners = new Set<() => void>();

/** wantsContrast says whether the person chose more contrast; the system may ask for it, too. */
export function wantsContrast(): boolean {
  return localStorage.getItem(key) === 'more';
}

/** beginContrast marks the page, for the style sheets. */
export function beginContrast(): void {
  if (wantsContrast()) document.documentElement.dataset.contrast = 'more';
  else delete document.documentElement.dataset.contrast;
}

/** setContrast chooses more contrast or the usual one, on this computer. */
export function setContrast(more: boolean): void {
  if (more) localStorage.setItem(key, 'more');
  else localStorage.removeItem(key);
  beginContrast();
  for (const listener of listeners) listener();
}

/** onContrast hears of changes; the result stops listening. */
export function onContrast(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** useWantsContrast follows the choice. */
export function useWantsContrast(): boolean {
  return useSyncExternalStore(onContrast, wantsContrast);
}
