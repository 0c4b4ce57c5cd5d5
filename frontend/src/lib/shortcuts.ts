/** isMac says whether the keys are those of an Apple keyboard. */
export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

/** sections are the pages of the rail, in the order of their number keys. */
export const sections = ['portfolio', 'accounts', 'inbox', 'rules', 'imports'] as const;

/** Section is one of them. */
export type Section = (typeof sections)[number];

/** ShortcutName has words in the catalogue. */
export type ShortcutName =
  | 'import'
  | 'find'
  | 'asOf'
  | 'sections'
  | 'rows'
  | 'open'
  | 'done'
  | 'snooze'
  | 'select'
  | 'help'
  | 'close';

/** shortcuts lists the keys as they are printed. */
export function shortcuts(): { name: ShortcutName; keys: string[] }[] {
  const mod = isMac ? '⌘' : 'Ctrl';
  const alt = isMac ? '⌥' : 'Alt';
  return [
    { name: 'import', keys: [mod, 'O'] },
    { name: 'sections', keys: [mod, '1 … 5'] },
    { name: 'find', keys: ['/'] },
    { name: 'asOf', keys: [alt, 'A'] },
    { name: 'rows', keys: ['J', 'K'] },
    { name: 'open', keys: ['Enter'] },
    { name: 'done', keys: ['E'] },
    { name: 'snooze', keys: ['S'] },
    { name: 'select', keys: ['X'] },
    { name: 'help', keys: ['?'] },
    { name: 'close', keys: ['Esc'] },
  ];
}
