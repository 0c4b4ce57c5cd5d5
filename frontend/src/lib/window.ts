import { useSyncExternalStore } from 'react';

const key = 'headroom.endings.days';
const listeners = new Set<() => void>();

/** defaultDays is the endings window until the person types another. */
export const defaultDays = 90;

/** longestDays is the longest window that can be typed: ten years. */
export const longestDays = 3650;

function stored(): number {
  const days = Number(localStorage.getItem(key));
  return Number.isInteger(days) && days >= 1 && days <= longestDays ? days : defaultDays;
}

/** setEndingDays keeps the window the person typed. */
export function setEndingDays(days: number): void {
  localStorage.setItem(key, String(days));
  for (const listener of listeners) listener();
}

/** useEndingDays returns the length of the endings window in days. */
export function useEndingDays(): number {
  return useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, stored);
}
