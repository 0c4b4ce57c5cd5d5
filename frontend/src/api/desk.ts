import { printPage } from '../lib/printing';
import { on, tell } from './client';
import { exports } from './reports';

/** zoom magnifies the page; the program remembers how far. */
export function zoom(step: 'in' | 'out' | 'reset'): void {
  tell('zoom', step);
}

/** print opens the system's dialog for the page as it is shown; a browser has one of its own. */
export function print(): void {
  printPage(() => exports.print().catch(() => window.print()));
}

/** tellRoute lets the program open the same page at its next start. */
export function tellRoute(hash: string): void {
  tell('route', hash);
}

/** tellLanguage lets menus and dialogs speak the language of the window from the next start on, where they cannot now. */
export function tellLanguage(code: string): void {
  tell('language', code);
}

/** tellKeys lets the native menu show the keys of its entries, by the names of shortcuts. */
export function tellKeys(keys: Record<string, string>): void {
  tell('keys', keys);
}

/** tellDrawn says that the first page stands, and since how many milliseconds. */
export function tellDrawn(since: number): void {
  tell('drawn', since);
}

/** onMenu tells which entry of the native menu was chosen: the name of a shortcut, or a page as "#/dashboard/renewals". */
export function onMenu(handler: (name: string) => void): () => void {
  return on<string>('menu', handler);
}
