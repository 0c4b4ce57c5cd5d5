import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

const src = resolve(__dirname, '..');

type Catalogue = { [key: string]: string | Catalogue };

function keysOf(part: Catalogue, before = ''): string[] {
  return Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'string' ? [before + key] : keysOf(value, `${before}${key}.`),
  );
}

/** texts are those of a language, from all its files. */
function texts(language: string): Catalogue {
  const folder = join(src, 'locales', language);
  const parts = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Catalogue);
  return Object.assign({}, ...parts) as Catalogue;
}

const en = texts('en');

/** placeholders are what a text has put into it. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^},\s]+)[^}]*\}\}/g)].map(([, name = '']) => name);
}

function textsOf(part: Catalogue, before = ''): [string, string][] {
  return Object.entries(part).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[before + key, value]] : textsOf(value, `${before}${key}.`),
  );
}

/**
 * differing lists the texts of a language that put in something else than the
 * English ones of their key. A plural form may leave out the number it says in
 * words, and what an English form leaves out.
 */
function differing(english: Catalogue, other: Catalogue): string[] {
  const forms = new Map<string, string[][]>();
  for (const [key, text] of textsOf(english)) {
    const name = key.replace(plural, '');
    forms.set(name, [...(forms.get(name) ?? []), placeholders(text)]);
  }
  return textsOf(other)
    .filter(([key, text]) => {
      const of = forms.get(key.replace(plural, '')) ?? [];
      const has = placeholders(text);
      const spoken = plural.test(key) ? ['count', 'number'] : [];
      const needed = of.flat().filter((name) => of.every((form) => form.includes(name)) && !spoken.includes(name));
      return has.some((name) => !of.flat().includes(name)) || needed.some((name) => !has.includes(name));
    })
    .map(([key]) => key);
}

const plural = /(_ordinal)?_(zero|one|two|few|many|other)$/;

describe('the catalogue', () => {
  const code = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

  it('holds no key that nothing asks for', () => {
    const unused = keysOf(en).filter((key) => {
      const name = key.replace(plural, '');
      const family = name.slice(0, name.lastIndexOf('.') + 1);
      const middle = name.split('.');
      const outer = middle.length === 3 ? `\`${middle[0]}.\${` : '\0';
      return !code.includes(`'${name}'`) && !code.includes(`\`${family}\${`) && !code.includes(outer);
    });
    expect(unused).toEqual([]);
  });

  const others = readdirSync(join(src, 'locales')).filter((language) => language !== 'en');
  it.skipIf(others.length === 0).each(others)('in %s has a text for every key', (language) => {
    const names = (part: Catalogue) => [...new Set(keysOf(part).map((key) => key.replace(plural, '')))].sort();
    expect(names(texts(language))).toEqual(names(en));
  });

  it.skipIf(others.length === 0).each(others)('in %s puts in what the English texts put in', (language) => {
    const wrong = differing(en, texts(language));
    expect(wrong).toEqual([]);
  });

  it.skipIf(others.length === 0).each(others)('in %s has the plurals of the language', (language) => {
    const formsOf = (type: Intl.PluralRuleType) =>
      new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories;
    const forms = { cardinal: formsOf('cardinal'), ordinal: formsOf('ordinal') };
    const all = keysOf(texts(language));
    const plurals = new Set(all.filter((key) => plural.test(key)).map((key) => key.replace(/_[a-z]+$/, '')));
    const lacking = [...plurals].flatMap((name) =>
      forms[name.endsWith('_ordinal') ? 'ordinal' : 'cardinal']
        .map((form) => `${name}_${form}`)
        .filter((key) => !all.includes(key)),
    );
    expect(lacking).toEqual([]);
  });

  it('would tell a placeholder that is lost or misspelt', () => {
    expect(differing({ a: '{{x}} {{y}}' }, { a: '{{x}}' })).toEqual(['a']);
    expect(differing({ a_one: '1', a_other: '{{count}}' }, { a_other: '{{cuont}}' })).toEqual(['a_other']);
    expect(differing({ a_one: 'one', a_other: '{{count}}' }, { a_one: '{{count}}', a_other: '{{count}}' })).toEqual([]);
    expect(differing({ a_one: '{{x}}', a_other: '{{count}}' }, { a_other: '{{count}}' })).toEqual([]);
    expect(differing({ a_one: '{{x}} 1', a_other: '{{x}} {{count}}' }, { a_other: '{{count}}' })).toEqual(['a_other']);
  });

  it('has every key that code names', () => {
    const known = new Set(keysOf(en).flatMap((key) => [key, key.replace(plural, '')]));
    const named = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
    expect(named.length).toBeGreaterThan(300);
    expect([...new Set(named)].filter((key) => !known.has(key))).toEqual([]);
  });
});
