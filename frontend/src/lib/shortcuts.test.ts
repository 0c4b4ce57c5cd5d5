import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import {
  caps,
  conflictsOf,
  defaultKeys,
  isKeys,
  keysOf,
  resetKeys,
  setKeys,
  shortcutNames,
  strokesOf,
} from './shortcuts';

function event(key: string, code = '', held: Partial<KeyboardEvent> = {}) {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('the registry', () => {
  it('holds keys that can be pressed, and none twice', () => {
    for (const name of shortcutNames) {
      expect(keysOf(name).filter((keys) => !isKeys(keys))).toEqual([]);
      expect(keysOf(name).flatMap((keys) => conflictsOf(name, keys))).toEqual([]);
    }
  });

  it('has a handler in the sources for every shortcut', () => {
    const src = resolve(__dirname, '..');
    const code = readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    expect(shortcutNames.filter((name) => !new RegExp(`useShortcut\\(\\s*'${name}'`).test(code))).toEqual([]);
  });
});

describe('the keys a person chose', () => {
  it('hold until they are taken back', () => {
    setKeys('palette', 'mod+j');
    expect(keysOf('palette')).toEqual(['mod+j']);
    setKeys('palette', null);
    expect(keysOf('palette')).toEqual([defaultKeys('palette')]);
    setKeys('find', 'mod+g');
    setKeys('save', 'mod+d');
    resetKeys();
    expect(keysOf('find')).toContain('mod+f');
    expect(localStorage.getItem('headroom.shortcuts')).toBeNull();
  });

  it('name whom they collide with, also at the begin of a sequence', () => {
    expect(conflictsOf('palette', 'mod+o')).toEqual(['import']);
    expect(conflictsOf('done', 'g')).toContain('goRenewals');
    expect(conflictsOf('find', '/')).toEqual([]);
    setKeys('import', 'mod+i');
    expect(conflictsOf('palette', 'mod+o')).toEqual([]);
    expect(conflictsOf('palette', 'mod+i')).toEqual(['import']);
    resetKeys();
  });

  it.each(['{', '[]', 'null', '{"palette":5}', '{"palette":"a b c"}', '{"nobody":"mod+x"}', '{"palette":"mod+"}'])(
    'are those of the registry where %s is kept',
    (text) => {
      localStorage.setItem('headroom.shortcuts', text);
      expect(keysOf('palette')).toEqual(['mod+k']);
      localStorage.removeItem('headroom.shortcuts');
    },
  );
});

describe('a key', () => {
  it.each([
    ['a letter', event('k', 'KeyK', { ctrlKey: true }), 'mod+k'],
    ['Caps Lock', event('K', 'KeyK', { ctrlKey: true }), 'mod+k'],
    ['with Shift', event('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), 'mod+shift+z'],
    ['a sign that needs Shift', event('?', 'Slash', { shiftKey: true }), '?'],
    ['the same in Germany', event('?', 'Minus', { shiftKey: true }), '?'],
    ['a digit in France', event('&', 'Digit1', { ctrlKey: true }), 'mod+1'],
    ['Cyrillic', event('щ', 'KeyO', { ctrlKey: true }), 'mod+o'],
    ['an arrow', event('ArrowLeft', 'ArrowLeft', { altKey: true }), 'alt+arrowleft'],
    ['F1', event('F1', 'F1'), 'f1'],
    ['plus', event('+', 'Equal', { ctrlKey: true, shiftKey: true }), 'mod++'],
  ])('is known: %s', (_, pressed, stroke) => {
    expect(strokesOf(pressed, false)).toContain(stroke);
  });

  it('is known by its place where Alt writes a sign on macOS', () => {
    expect(strokesOf(event('å', 'KeyA', { altKey: true }), true)).toEqual(['alt+a']);
    expect(strokesOf(event('k', 'KeyK', { metaKey: true }), true)).toEqual(['mod+k']);
    expect(strokesOf(event('k', 'KeyK', { ctrlKey: true }), true)).toEqual(['ctrl+k']);
  });

  it('is not taken for its neighbour on another keyboard', () => {
    expect(strokesOf(event('z', 'KeyY', { ctrlKey: true }), false)).toEqual(['mod+z']);
  });

  it('is printed as on the keyboard', () => {
    expect(caps('mod+k', true)).toEqual([['⌘', 'K']]);
    expect(caps('mod+shift+z', false)).toEqual([['Ctrl', 'Shift', 'Z']]);
    expect(caps('g r', false)).toEqual([['G'], ['R']]);
    expect(caps('mod++', false)).toEqual([['Ctrl', '+']]);
    expect(caps('alt+arrowleft', true)).toEqual([['⌥', '←']]);
  });
});
