import type { KeyboardEvent } from 'react';

/** fieldsIn are the rows of the panel in their order. */
export function fieldsIn(panel: HTMLElement | null): HTMLElement[] {
  return [...(panel?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
}

/** walk goes through the fields by the arrow keys; from the search the first one is a step down and Enter takes the best, and letters lead back to it. */
export function walk(event: KeyboardEvent, panel: HTMLElement | null, best: string | undefined): void {
  const target = event.target as HTMLElement;
  const inSearch = target.hasAttribute('data-find');
  if (event.altKey || (!inSearch && !target.hasAttribute('data-field'))) return;
  const fields = fieldsIn(panel);
  if (inSearch && event.key === 'Enter') {
    event.preventDefault();
    fields.find((one) => one.dataset.field === best)?.click();
    return;
  }
  if (!inSearch && /^[\p{L}\p{N}]$/u.test(event.key) && !event.ctrlKey && !event.metaKey) {
    // The letter is written into the search, which has the focus when it arrives.
    event.stopPropagation();
    panel?.querySelector<HTMLElement>('[data-find]')?.focus();
    return;
  }
  const at = fields.indexOf(target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: fields.length - 1 }[event.key];
  if (to === undefined || (inSearch && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  if (to < 0) panel?.querySelector<HTMLElement>('[data-find]')?.focus();
  else fields[Math.min(to, fields.length - 1)]?.focus();
}
