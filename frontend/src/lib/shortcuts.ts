import { useSyncExternalStore } from 'react';

/** isMac says whether the keys are those of an Apple keyboard. */
export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

/** ShortcutGroup gathers keys in the list a person reads. */
export type ShortcutGroup = 'program' | 'move' | 'page' | 'notifications';

/** Shortcut is something keys do. */
interface Shortcut {
  group: ShortcutGroup;
  /**
   * keys are those it has until the person chooses others: parts joined by "+",
   * "mod" is ⌘ on macOS and Ctrl elsewhere; a blank stands between the keys of a
   * sequence.
   */
  keys: string;
  /** also are keys that do the same on some keyboards; they are not listed. */
  also?: readonly string[];
  /** typing shortcuts work while the person types, because no text is written with their keys. */
  typing?: boolean;
}

function shortcut(group: ShortcutGroup, keys: string, rest: Omit<Shortcut, 'group' | 'keys'> = {}): Shortcut {
  return { group, keys, ...rest };
}

const typing = { typing: true };

/** registry holds every shortcut of the window, in the order of the list. */
const registry = {
  palette: shortcut('program', 'mod+k', typing),
  import: shortcut('program', 'mod+o', typing),
  export: shortcut('program', 'mod+e', typing),
  print: shortcut('program', 'mod+p', typing),
  settings: shortcut('program', 'mod+,', typing),
  keys: shortcut('program', '?'),
  help: shortcut('program', 'f1', typing),
  zoomIn: shortcut('program', 'mod++', { typing: true, also: ['mod+='] }),
  zoomOut: shortcut('program', 'mod+-', typing),
  zoomReset: shortcut('program', 'mod+0', typing),
  back: shortcut('move', 'alt+arrowleft', { also: ['mod+['] }),
  forward: shortcut('move', 'alt+arrowright', { also: ['mod+]'] }),
  goPortfolio: shortcut('move', 'g p'),
  goAccounts: shortcut('move', 'g a'),
  goDashboards: shortcut('move', 'g d'),
  goRenewals: shortcut('move', 'g r'),
  goReports: shortcut('move', 'g t'),
  goInbox: shortcut('move', 'g n'),
  goRules: shortcut('move', 'g u'),
  goImports: shortcut('move', 'g i'),
  section1: shortcut('move', 'mod+1', typing),
  section2: shortcut('move', 'mod+2', typing),
  section3: shortcut('move', 'mod+3', typing),
  section4: shortcut('move', 'mod+4', typing),
  section5: shortcut('move', 'mod+5', typing),
  section6: shortcut('move', 'mod+6', typing),
  section7: shortcut('move', 'mod+7', typing),
  section8: shortcut('move', 'mod+8', typing),
  section9: shortcut('move', 'mod+9', typing),
  asOf: shortcut('page', 'alt+a'),
  compare: shortcut('page', 'alt+c'),
  find: shortcut('page', 'mod+f', { typing: true, also: ['/'] }),
  save: shortcut('page', 'mod+s', typing),
  undo: shortcut('page', 'mod+z'),
  redo: shortcut('page', 'mod+y', { also: ['mod+shift+z'] }),
  next: shortcut('page', 'j'),
  previous: shortcut('page', 'k'),
  open: shortcut('notifications', 'enter'),
  done: shortcut('notifications', 'e'),
  snooze: shortcut('notifications', 's'),
  select: shortcut('notifications', 'x'),
} satisfies Record<string, Shortcut>;

/** ShortcutName has words in the catalogue. */
export type ShortcutName = keyof typeof registry;

/** shortcutNames lists them in the order people read them. */
export const shortcutNames = Object.keys(registry) as ShortcutName[];

const definitions: Record<ShortcutName, Shortcut> = registry;

/** groupOf tells where a shortcut is listed. */
export function groupOf(name: ShortcutName): ShortcutGroup {
  return definitions[name].group;
}

/** worksWhileTyping says whether a shortcut is heard in a field, too. */
export function worksWhileTyping(name: ShortcutName): boolean {
  return definitions[name].typing === true;
}

/** defaultKeys are the keys a shortcut has until the person chooses others. */
export function defaultKeys(name: ShortcutName): string {
  return definitions[name].keys;
}

const storageKey = 'headroom.shortcuts';
const listeners = new Set<() => void>();

type Chosen = Partial<Record<ShortcutName, string>>;

let readFrom: string | null = null;
let chosen: Chosen = {};

/** choices are the keys the person chose; what is damaged is as if it was never chosen. */
function choices(): Chosen {
  const text = localStorage.getItem(storageKey);
  if (text === readFrom) return chosen;
  readFrom = text;
  chosen = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return chosen;
    for (const [name, keys] of Object.entries(parsed)) {
      if (name in definitions && typeof keys === 'string' && isKeys(keys)) chosen[name as ShortcutName] = keys;
    }
  } catch {
    chosen = {};
  }
  return chosen;
}

const modifiers = ['mod', 'ctrl', 'alt', 'shift'];

/** isKeys says whether a text names keys as registry does: at most two combinations. */
export function isKeys(text: string): boolean {
  const strokes = text.split(' ');
  return strokes.length <= 2 && strokes.every(isStroke);
}

function isStroke(stroke: string): boolean {
  if (stroke.length > 40 || stroke !== stroke.toLowerCase()) return false;
  const { held, key } = parted(stroke);
  return key !== '' && !modifiers.includes(key) && held.every((part) => modifiers.includes(part));
}

/** parted takes a combination apart; the last part may itself be "+". */
function parted(stroke: string): { held: string[]; key: string } {
  const plus = stroke.endsWith('++') || stroke === '+';
  const parts = (plus ? stroke.slice(0, -1) : stroke).split('+').filter((part) => part !== '');
  const key = plus ? '+' : (parts.pop() ?? '');
  return { held: parts, key };
}

/** keysOf returns the keys of a shortcut as they are now: the listed ones first. */
export function keysOf(name: ShortcutName): string[] {
  const own = choices()[name];
  if (own !== undefined) return [own];
  return [definitions[name].keys, ...(definitions[name].also ?? [])];
}

/** setKeys gives a shortcut other keys; null gives it back its own. */
export function setKeys(name: ShortcutName, keys: string | null): void {
  const all = { ...choices() };
  if (keys === null || keys === definitions[name].keys) delete all[name];
  else all[name] = keys;
  keep(all);
}

/** resetKeys gives every shortcut back its own keys. */
export function resetKeys(): void {
  keep({});
}

function keep(all: Chosen): void {
  if (Object.keys(all).length === 0) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, JSON.stringify(all));
  for (const listener of listeners) listener();
}

/** onKeys tells when the person chose other keys. */
export function onKeys(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** conflictsOf names the other shortcuts that keys would also set off. */
export function conflictsOf(name: ShortcutName, keys: string): ShortcutName[] {
  return shortcutNames.filter((other) => other !== name && keysOf(other).some((theirs) => collide(theirs, keys)));
}

const reserved = ['mod+a', 'mod+c', 'mod+v', 'mod+x', 'mod+q', 'alt+f4', 'tab', 'shift+tab', 'escape'];

/** isReserved says whether keys are needed for text, or by the system. */
export function isReserved(keys: string): boolean {
  return keys.split(' ').some((stroke) => reserved.includes(stroke));
}

/** collide says whether of two keys one is the other, or begins its sequence. */
function collide(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);
}

/** useKeys returns the listed keys of a shortcut and follows the person's choice. */
export function useKeys(name: ShortcutName): string {
  return useSyncExternalStore(onKeys, () => keysOf(name)[0] ?? '');
}

const printed: Record<string, string> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  '-': '−',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Del',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
};

/** caps returns the key caps of keys, for each combination of a sequence: [["Ctrl","K"]] or [["G"],["R"]]. */
export function caps(keys: string, mac = isMac): string[][] {
  const names: Record<string, string> = mac
    ? { mod: '⌘', ctrl: '⌃', alt: '⌥', shift: '⇧' }
    : { mod: 'Ctrl', ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift' };
  return keys.split(' ').map((stroke) => {
    const { held, key } = parted(stroke);
    return [...held.map((part) => names[part] ?? part), printed[key] ?? key.toUpperCase()];
  });
}

/** Pressed is what of a key event says which key it is. */
type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * strokesOf returns the names an event has in the registry, the likeliest first.
 * A key is known by what it writes; where that is no Latin character (another
 * script, or Alt changed it) by its place on the keyboard, and so are digits that
 * need Shift.
 */
export function strokesOf(event: Pressed, mac = isMac): string[] {
  const held = [
    ...((mac ? event.metaKey : event.ctrlKey) ? ['mod'] : []),
    ...(mac && event.ctrlKey ? ['ctrl'] : []),
    ...(event.altKey ? ['alt'] : []),
  ];
  const writes = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const place = event.code.replace(/^(Key|Digit|Numpad)(?=.$)/, '').toLowerCase();
  const latin = /^[\u0021-\u007e]$/.test(writes);
  const found: string[] = [];
  const name = (key: string) => {
    // Shift chooses among the signs of a key, so only with letters and named keys it counts.
    const shifted = event.shiftKey && (key.length > 1 || /[a-z]/.test(key)) ? ['shift'] : [];
    const stroke = [...held, ...shifted, key].join('+');
    if (!found.includes(stroke)) found.push(stroke);
  };
  if (latin || writes.length > 1) name(writes);
  if (latin ? held.length > 0 && /^\d$/.test(place) : /^[a-z0-9]$/.test(place)) name(place);
  return found;
}

/** sections are the pages of the rail, in the order of their number keys. */
export const sections = ['portfolio', 'accounts', 'dashboards', 'reports', 'inbox', 'rules', 'imports'] as const;

/** Section is one of them. */
export type Section = (typeof sections)[number];
