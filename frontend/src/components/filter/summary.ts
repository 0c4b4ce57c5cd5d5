import type { By, Filter, Query, Relation } from '../../api/metricTypes';
import { day, int, list } from '../../lib/format';
import type { T } from '../../lib/i18n';
import type { Words } from '../catalog/words';
import { clause } from './clause';
import { type Piece, pieces, plain } from './pieces';
import { group } from './tree';

/** lowered are the languages that write a catalog's names small inside a sentence. */
const lowered = ['en', 'it', 'fr', 'es'];

/** inSentence writes a name as it is inside a sentence: only the catalog's own names lose their capital, and no abbreviation does. */
function inSentence(name: string, words: Words, label = words.label(name)): string {
  const own = words.metric(name)?.derived || words.dimension(name)?.items || !known(name, words);
  if (own) return label;
  if (!lowered.includes(words.language) || !/^\p{Lu}\p{Ll}/u.test(label)) return words.catalog.within?.[label] ?? label;
  return label.charAt(0).toLocaleLowerCase(words.language) + label.slice(1);
}

function known(name: string, words: Words): boolean {
  return Boolean(words.metric(name) || words.dimension(name) || words.dataset(name));
}

/** datasetsOf are the relations whose rows a query asks about. */
export function datasetsOf(query: Query, words: Words): Relation[] {
  if (query.columns?.length) return [query.dataset ?? 'entitlements'];
  const relations = (query.metrics ?? []).flatMap((name) => relationsOf(name, words, query));
  return [...new Set(relations)];
}

function relationsOf(name: string, words: Words, query?: Query): Relation[] {
  const { derived = query?.define?.metrics?.find((one) => one.name === name), measure, per } = words.metric(name) ?? {};
  if (derived?.dataset) return [derived.dataset];
  if (derived?.metric && derived.metric !== name) return relationsOf(derived.metric, words);
  return words.catalog.measures.filter((one) => one.name === measure || one.name === per).map((one) => one.dataset);
}

/** summary says a whole query in sentences of the person's language; strong is what was chosen. */
export function summary(query: Query, words: Words, t: T): Piece[] {
  const label = (name: string) => inSentence(name, words);
  const sentences = [
    t('summary.sentence', { sentence: subject(query, words, t, label) }),
    ...shape(query, words, t, label),
    ...state(query, t),
  ];
  return pieces(sentences.join(' '));
}

function subject(query: Query, words: Words, t: T, label: (name: string) => string): string {
  const both = [query.filter, query.dashboard_filter].filter((one): one is Filter => one !== undefined);
  const filter = group('all', both);
  const where = filter && clause(filter, words, t, (name) => plain(label(name)));
  const relations = datasetsOf(query, words);
  if (query.columns?.length) {
    const all = words.datasetLabel(relations[0] ?? '');
    const rows = plain(query.counting ? t('summary.counting', { rows: all }) : all);
    const columns = plain(list(query.columns.map(label)));
    return where ? t('summary.listWhere', { rows, columns, where }) : t('summary.list', { rows, columns });
  }
  const [first = '', ...rest] = query.metrics ?? [];
  const metrics = plain(list([words.label(first), ...rest.map(label)]));
  const rows = plain(list(relations.map((one) => inSentence(one, words, words.datasetLabel(one)))));
  const by = plain(list((query.by ?? []).map((one) => byText(one, t, label))));
  if (by === '')
    return where ? t('summary.figuresWhere', { metrics, rows, where }) : t('summary.figures', { metrics, rows });
  return where
    ? t('summary.figuresByWhere', { metrics, by, rows, where })
    : t('summary.figuresBy', { metrics, by, rows });
}

function byText(by: By, t: T, label: (name: string) => string): string {
  if (typeof by === 'string') return label(by);
  const name = label(by.dimension);
  return by.grain ? t(`filter.part.${by.grain}` as 'filter.part.day', { name, defaultValue: name }) : name;
}

/** shape says how the answer is cut and ordered. */
function shape(query: Query, words: Words, t: T, label: (name: string) => string): string[] {
  const said: string[] = [];
  if (query.having) {
    said.push(t('summary.having', { where: clause(query.having, words, t, (name) => plain(label(name))) }));
  }
  if (query.top) {
    const { n, metric, dimension, least, other } = query.top;
    const options = { number: int(n), metric: plain(label(metric)), dimension: plain(label(dimension)) };
    said.push(t(`summary.${least ? 'least' : 'top'}${other ? 'Other' : ''}`, options));
  }
  if (query.pivot?.length) {
    said.push(t('summary.pivot', { dimensions: plain(list(query.pivot.map(label))) }));
  }
  if (query.calculations?.length) {
    said.push(t('summary.calculations', { names: plain(list(query.calculations.map((one) => label(one.name)))) }));
  }
  if (query.sort?.length) {
    const columns = query.sort.map(({ by, desc }) => t(desc ? 'summary.down' : 'summary.up', { column: label(by) }));
    said.push(t('summary.sorted', { columns: plain(list(columns)) }));
  }
  if (query.limit) said.push(t('summary.limit', { count: query.limit, number: int(query.limit) }));
  return said;
}

/** state says which state of the facts the answer is of, and with which it is compared. */
function state(query: Query, t: T): string[] {
  const said: string[] = [];
  if (query.scope === 'own') said.push(t('summary.own'));
  if (query.as_of) said.push(t('summary.asOf', { day: day(query.as_of) }));
  if (query.known_at) said.push(t('summary.known', { number: int(query.known_at) }));
  const { as_of, known_at, back, unit = 'month' } = query.compare ?? {};
  if (as_of) said.push(t('summary.comparedDay', { day: day(as_of) }));
  if (known_at) said.push(t('summary.comparedImport', { number: int(known_at) }));
  if (back) said.push(t(`summary.back.${unit}` as 'summary.back.day', { count: back, number: int(back) }));
  return said;
}
