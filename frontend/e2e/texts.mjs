import { readdirSync, readFileSync } from 'node:fs';

/** catalogue is all texts of a language by their key: "reports.title". */
export function catalogue(lang) {
  const folder = new URL(`../src/locales/${lang}/`, import.meta.url);
  const texts = {};
  const add = (part, prefix) => {
    for (const [key, value] of Object.entries(part)) {
      if (typeof value === 'string') texts[prefix + key] = value;
      else add(value, `${prefix}${key}.`);
    }
  };
  for (const name of readdirSync(folder)) add(JSON.parse(readFileSync(new URL(name, folder), 'utf8')), '');
  return texts;
}

/** sentences are what Go says to people in a language, by the English format. */
export function sentences(lang) {
  return JSON.parse(readFileSync(new URL(`../../backend/sentences/words/${lang}.json`, import.meta.url), 'utf8'));
}
