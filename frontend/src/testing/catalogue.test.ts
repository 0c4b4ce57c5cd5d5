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
});
