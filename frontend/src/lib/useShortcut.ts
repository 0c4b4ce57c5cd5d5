import { useEffect, useRef } from 'react';

import { keysOf, type ShortcutName, shortcutNames, strokesOf, worksWhileTyping } from './shortcuts';

/** Handler does what a shortcut is for; false says that it is not for it at the moment. */
export type Handler = () => unknown;

/** handlers hold for each shortcut who would do it; the last one who came is asked first. */
const handlers = new Map<ShortcutName, Handler[]>();

/** useShortcut does something when the keys of a shortcut are pressed, or a menu names it. */
export function useShortcut(name: ShortcutName, handler: Handler, on = true): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    if (!on) return undefined;
    const mine = () => latest.current();
    handlers.set(name, [...(handlers.get(name) ?? []), mine]);
    return () => {
      handlers.set(
        name,
        (handlers.get(name) ?? []).filter((one) => one !== mine),
      );
    };
  }, [name, on]);
}

/** hasHandler says whether a shortcut would do something now. */
export function hasHandler(name: ShortcutName): boolean {
  return (handlers.get(name) ?? []).length > 0;
}

type By = 'keys' | 'menu';

/** echo is how long the other of key and menu may come for the same press: some web views give it to both. */
const echo = 300;
let last: { name: ShortcutName; by: By; at: number } | undefined;

/** runShortcut does what a shortcut is for, and says whether anybody did. */
export function runShortcut(name: ShortcutName, by: By = 'menu', now = performance.now()): boolean {
  if (last && last.name === name && last.by !== by && now - last.at < echo) return true;
  const does = [...(handlers.get(name) ?? [])].reverse().some((handler) => handler() !== false);
  if (does) last = { name, by, at: now };
  return does;
}

/** patience is how long the second key of a sequence may take. */
const patience = 1500;

/** listenToKeys runs shortcuts by their keys; the result stops listening. */
export function listenToKeys(target: Window = window): () => void {
  let begun: { stroke: string; at: number } | undefined;

  const press = (event: KeyboardEvent) => {
    // Keys that compose a character, or that AltGr turns into one, write text.
    if (event.isComposing || event.keyCode === 229 || event.getModifierState('AltGraph')) return;
    if (event.defaultPrevented || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    const sequence = begun !== undefined && event.timeStamp - begun.at < patience ? begun.stroke : undefined;
    begun = undefined;
    const name = named(event, sequence);
    if (name !== undefined) {
      if (runShortcut(name, 'keys', event.timeStamp)) event.preventDefault();
      return;
    }
    const stroke = strokesOf(event).find(begins);
    if (stroke !== undefined && !isTyping(event.target) && !isHeld()) begun = { stroke, at: event.timeStamp };
  };

  target.addEventListener('keydown', press);
  return () => target.removeEventListener('keydown', press);
}

/** named finds the shortcut that is meant, if it may be heard now. */
function named(event: KeyboardEvent, sequence: string | undefined): ShortcutName | undefined {
  const strokes = strokesOf(event);
  const find = (wanted: string[]) => shortcutNames.find((name) => keysOf(name).some((keys) => wanted.includes(keys)));
  const name =
    (sequence && find(strokes.map((stroke) => `${sequence} ${stroke}`))) ||
    strokes.map((stroke) => find([stroke])).find((found) => found !== undefined);
  if (name === undefined || isHeld()) return undefined;
  const writes = !strokes.some((stroke) => /^(mod|alt)\+|^f\d+$/.test(stroke));
  return isTyping(event.target) && (writes || !worksWhileTyping(name)) ? undefined : name;
}

/** begins says whether a combination is the first of a sequence. */
function begins(stroke: string): boolean {
  return shortcutNames.some((name) => keysOf(name).some((keys) => keys.startsWith(`${stroke} `)));
}

/** isTyping says whether keys write where the focus is. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select, [role="combobox"], [role="textbox"]')) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  );
}

/** isHeld says that a dialog waits for an answer: what is behind it does nothing. */
function isHeld(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}
