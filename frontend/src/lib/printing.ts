import { useSyncExternalStore } from 'react';

let printing = false;
const listeners = new Set<() => void>();

function set(on: boolean): void {
  printing = on;
  for (const listener of listeners) listener();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** usePrinting says that the page is being drawn for paper: light, whatever the scheme. */
export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => printing);
}

/** settle is how long charts may take to be drawn again in other colours. */
const settle = 500;

/** printPage draws the page for paper, lets the system print it, and then draws it as it was. */
export async function printPage(start: () => Promise<unknown> | unknown): Promise<void> {
  const style = document.createElement('style');
  style.textContent = margins(document.title);
  document.head.append(style);
  set(true);
  await new Promise((resolve) => setTimeout(resolve, settle));
  const end = () => {
    window.removeEventListener('afterprint', end);
    window.removeEventListener('pointerdown', end);
    style.remove();
    set(false);
  };
  // Not every web view tells when its dialog is gone.
  window.addEventListener('afterprint', end);
  window.addEventListener('pointerdown', end);
  await start();
}

/** margins are the head and foot of every sheet of paper, where the web view can have them: the title, and the number of the sheet. */
export function margins(title: string): string {
  const said = Array.from(title, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `).join('');
  return `@page { @top-left { content: "${said}"; } @bottom-right { content: counter(page) " / " counter(pages); } }`;
}
