import type { InboxDetail } from '../../api/inboxTypes';
import type { Catalog, CellValue, Query, Result } from '../../api/metricTypes';
import type { Words } from '../../components/catalog/useCatalog';
import { exactly } from '../../components/filter/exactly';
import { dayLong, daysBetween, inDays, int } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { hrefTo } from '../../lib/route';
import { untilText } from './until';

const dataset = 'every_entitlement';

/** wanted are the columns of an entitlement that explain a notification about it. */
const wanted = [
  'product',
  'quantity',
  'assigned',
  'end_date',
  'auto_renew',
  'term',
  'notice_terms',
  'cancel_until',
  'act_by',
  'if_nothing_is_done',
  'import_id',
  'file',
  'line',
];

/** factsQuery asks for the facts of an entitlement as they are now. */
export function factsQuery(catalog: Catalog, entitlement: string): Query {
  const known = catalog.datasets.find((one) => one.name === dataset)?.dimensions ?? [];
  const listed = catalog.dimensions.filter((one) => one.listed).map((one) => one.name);
  return {
    dataset,
    columns: wanted.filter((name) => known.includes(name) || listed.includes(name)),
    filter: exactly({ dimension: 'entitlement_key', op: 'eq', value: entitlement }),
  };
}

/** FactName is what a line of facts is about. */
export type FactName =
  | 'severity'
  | 'product'
  | 'licenses'
  | 'end'
  | 'notice'
  | 'cancel'
  | 'actBy'
  | 'nothing'
  | 'import'
  | 'snoozed'
  | 'note';

/** FactLine is one line of facts; link stands behind it. */
export interface FactLine {
  name: FactName;
  text: string;
  link?: { text: string; href: string };
}

/** factLines are the facts behind a notification, as far as they are known. */
export function factLines(item: InboxDetail, result: Result | undefined, words: Words, t: T): FactLine[] {
  const cell = (name: string): CellValue => {
    const at = result?.columns.findIndex((one) => one.name === name) ?? -1;
    return at < 0 ? null : (result?.rows[0]?.[at] ?? null);
  };
  const text = (name: string) => {
    const value = cell(name);
    return value === null ? '' : String(value);
  };
  const today = words.calendar.today;
  const near = (day: string) => t('inbox.near', { day: dayLong(day), distance: inDays(daysBetween(today, day)) });
  const lines: FactLine[] = [];
  const add = (name: FactName, said: string, link?: FactLine['link']) => {
    if (said !== '') lines.push(link ? { name, text: said, link } : { name, text: said });
  };

  add('product', item.product);
  const quantity = cell('quantity');
  if (typeof quantity === 'number') {
    const assigned = cell('assigned');
    const sold = t('inbox.licenses', { count: quantity, number: int(quantity) });
    add('licenses', typeof assigned === 'number' ? t('inbox.assigned', { sold, number: int(assigned) }) : sold);
  }
  const end = text('end_date') || item.end;
  if (end !== '') {
    const renews = text('auto_renew');
    const what = renews === 'yes' ? 'renews' : renews === 'no' ? 'ends' : 'unsaid';
    add('end', result ? t(`inbox.ending.${what}`, { day: near(end), term: text('term') }) : near(end));
  }
  const by = text('act_by') || item.act_by;
  const until = text('cancel_until');
  const terms = text('notice_terms');
  if (until === '' && terms !== '') add('notice', words.value('notice_terms', terms));
  else if (until !== '' && until !== by) add('cancel', dayLong(until));
  if (by !== '') {
    add('actBy', near(by), { text: t('inbox.computed'), href: hrefTo('entitlement', item.entitlement) });
  }
  const nothing = text('if_nothing_is_done');
  if (nothing === 'loss') add('nothing', t('inbox.nothing.loss'));
  if (nothing === 'lock-in') add('nothing', t('inbox.nothing.lock_in'));
  add('import', ...origin(item, text, t));
  if (item.returns) add('snoozed', untilText(item.returns, today, t));
  add('note', item.note);
  add('severity', t(`inbox.severity.${item.severity}`));
  return lines;
}

function origin(
  item: InboxDetail,
  text: (name: string) => string,
  t: T,
): [text: string, link?: NonNullable<FactLine['link']>] {
  const id = Number(text('import_id')) || item.import;
  const file = text('file') || item.file;
  const line = Number(text('line')) || item.line;
  if (file === '') return [''];
  const where = line > 0 ? t('inbox.fileLine', { file, line: int(line) }) : file;
  return id > 0 ? [where, { text: t('inbox.importOf', { id }), href: hrefTo('imports', id) }] : [where];
}
