import type { DimensionKind, Filter, Op } from '../../api/metricTypes';
import { day, dayMonth, list, monthYear, shiftDay, styled } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { type Relative, spanOf } from '../../lib/span';
import type { Words } from '../catalog/words';
import { plain } from './pieces';
import { isRelative, isToken, jointOf, partsOf, valuesOf } from './tree';

/** mostListed is how many values are named before the rest is counted. */
const mostListed = 6;

/** kindOf is what a comparison compares: the kind of its dimension, a number of a metric or of a period that comes again. */
export function kindOf(filter: Filter, words: Words): DimensionKind {
  if (filter.metric) return 'number';
  return words.dimension(filter.dimension ?? '')?.kind ?? 'text';
}

/** isCycle says whether a grain is one of periods that come again. */
export function isCycle(grain: string | undefined): boolean {
  return grain?.includes('_of_') ?? false;
}

/** valueText prints one operand as people write it. */
export function valueText(filter: Filter, value: unknown, words: Words, t: T): string {
  if (value === null) return t('filter.missing');
  if (isToken(value)) return value;
  if (filter.metric) return typeof value === 'number' ? metricText(filter.metric, value, words) : String(value);
  return words.value(filter.dimension ?? '', value, filter.grain || undefined);
}

/** metricText prints a bound of a metric: a share without decimals where it has none. */
function metricText(name: string, value: number, words: Words): string {
  const { format = '', unit = '' } = words.metric(name) ?? {};
  if (format !== 'percent') return words.figure({ name, type: 'number', format, unit }, value);
  const whole = Math.abs(value * 100 - Math.round(value * 100)) < 1e-9;
  return styled(value, { style: 'percentage', digits: whole ? 0 : 1 });
}

function valuesText(filter: Filter, words: Words, t: T): string {
  const texts = valuesOf(filter).map((value) => valueText(filter, value, words, t));
  if (filter.op !== 'in' && filter.op !== 'not_in') return texts.join('');
  if (texts.length <= mostListed) return list(texts, 'disjunction');
  const count = texts.length - mostListed + 1;
  return list([...texts.slice(0, mostListed - 1), t('filter.others', { count })], 'disjunction');
}

/** nameOf is what is compared: "End date", "quarter of End date". */
function nameOf(filter: Filter, t: T, label: (name: string) => string): string {
  const name = label(filter.metric || filter.dimension || '');
  if (!filter.grain) return name;
  return t(`filter.part.${filter.grain}` as 'filter.part.day', { name, defaultValue: name });
}

const ofDates: Op[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'between', 'not_between'];

function comparison(filter: Filter, words: Words, t: T, label: (name: string) => string): string {
  const name = plain(nameOf(filter, t, label));
  const op = filter.op ?? 'eq';
  if (isRelative(op)) return relative(filter, name, words, t);
  const kind = kindOf(filter, words);
  const dates = (kind === 'date' || kind === 'time') && !isCycle(filter.grain) && ofDates.includes(op);
  const values = plain(valuesText(filter, words, t));
  const [from = '', to = ''] = valuesOf(filter).map((value) => plain(valueText(filter, value, words, t)));
  const options = { name, values, from, to };
  return dates
    ? t(`filter.dates.${op}` as 'filter.dates.eq', options)
    : t(`filter.is.${op}` as 'filter.is.eq', { ...options, defaultValue: op });
}

/** spanText prints the days a relative date means: "20 Nov 2026 to 17 Feb 2027", months where they are whole ones: "Dec 2025 to Nov 2026"; "" where a token decides, or no calendar has them. */
export function spanText(filter: Filter, words: Words, t: T): string {
  const { op, n, unit, rolling, excluded } = filter;
  const start = filter.from || words.calendar.today;
  if (!isRelative(op) || start === '' || isToken(start) || (op !== 'this' && typeof n !== 'number')) return '';
  const of = { op, n: typeof n === 'number' ? n : 1, unit: (unit ?? 'day') as Relative['unit'], rolling, excluded };
  const [from, to] = spanOf(of, start, words.calendar);
  if (from === '' || to === '') return '';
  const months = of.unit !== 'day' && from.endsWith('-01') && shiftDay(to, 1).endsWith('-01');
  const [first, last] = months ? [monthYear(from), monthYear(to)] : daysOf(from, to);
  return first === last ? first : t('filter.span', { from: first, to: last });
}

/** daysOf prints the first and the last day of a span; a year that both have is said once, where the language has its place. */
function daysOf(from: string, to: string): [string, string] {
  const year = from.slice(0, 4);
  const [first, last] = [day(from), day(to)];
  if (from === to || !to.startsWith(year)) return [first, last];
  return first.startsWith(year) ? [first, dayMonth(to)] : [dayMonth(from), last];
}

function relative(filter: Filter, name: string, words: Words, t: T): string {
  const { op, n, unit = 'day', from, rolling, excluded } = filter;
  const key = `filter.${op}.${unit}` as 'filter.next.day';
  let said =
    typeof n === 'number' || op === 'this'
      ? t(key, { name, count: Number(n ?? 1), number: styled(Number(n ?? 1), { style: 'decimal' }) })
      : t(`filter.token.${op}_${unit}` as 'filter.token.next_day', { name, n: plain(String(n ?? '')) });
  if (rolling && unit !== 'day') said = t('filter.rolling', { clause: said });
  if (excluded) said = t('filter.excluded', { clause: said });
  if (from) said = t('filter.from', { clause: said, from: plain(isToken(from) ? from : day(from)) });
  const span = spanText(filter, words, t);
  return span === '' ? said : t('filter.withSpan', { clause: said, span: plain(span) });
}

/** clause says a filter in words, with "*" around what was chosen. label is how names are written at their place. */
export function clause(filter: Filter, words: Words, t: T, label: (name: string) => string = words.label): string {
  const joint = jointOf(filter);
  if (!joint) return comparison(filter, words, t, label);
  const parts = partsOf(filter).map((part) => {
    const said = clause(part, words, t, label);
    return jointOf(part) ? t('filter.group', { clauses: said }) : said;
  });
  return list(parts, joint === 'any' ? 'disjunction' : 'conjunction');
}
