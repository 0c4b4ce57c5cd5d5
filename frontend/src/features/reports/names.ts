import type { Catalog, Definitions } from '../../api/metricTypes';
import type { Report } from '../../api/reportTypes';
import type { Words } from '../../components/catalog/useCatalog';
import { fold } from '../../lib/format';

/** nameFrom makes the name under which the engine knows what the person called so: a to z, digits and _. */
export function nameFrom(title: string, otherwise: string): string {
  const plain = fold(title)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return plain === '' || /^\d/.test(plain) ? `${otherwise}${plain === '' ? '' : `_${plain}`}` : plain;
}

/** tokenNameFrom is nameFrom for tokens, which are written in capitals. */
export function tokenNameFrom(title: string): string {
  return nameFrom(title, 'token').toUpperCase();
}

/** freeName adds a number to a name that is taken. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  let n = 2;
  while (taken(`${name}_${n}`)) n++;
  return `${name}_${n}`;
}

/** takenNames are all names that a new definition cannot have. */
export function takenNames(catalog: Catalog, ...definitions: (Definitions | undefined)[]): Set<string> {
  const names = new Set([...catalog.dimensions, ...catalog.metrics, ...catalog.measures].map((one) => one.name));
  for (const one of definitions) {
    for (const each of [...(one?.columns ?? []), ...(one?.groups ?? []), ...(one?.metrics ?? [])]) names.add(each.name);
  }
  return names;
}

/** labelIn names a column of a report: by the title it has there, what it defines, then the catalog. */
export function labelIn(words: Words, report: Report): (name: string) => string {
  const titles = new Map<string, string>();
  const { define } = report.query;
  for (const one of [...(define?.columns ?? []), ...(define?.groups ?? []), ...(define?.metrics ?? [])]) {
    if (one.words) titles.set(one.name, one.words);
  }
  for (const one of report.query.calculations ?? []) titles.set(one.name, one.name.replaceAll('_', ' '));
  for (const one of report.visual.columns ?? []) if (one.title) titles.set(one.column, one.title);
  return (name) => titles.get(name) ?? words.label(name);
}
