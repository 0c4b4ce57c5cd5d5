import type { By, Filter, Query } from '../../api/metricTypes';
import type { Answer, Report } from '../../api/reportTypes';
import type { Condition, RuleDocument } from '../../api/ruleTypes';
import { hrefWith } from '../../lib/route';
import { comparisons, group } from '../filter/tree';

/** keyed are the dimensions that tell the same apart by a key, which stays when a name changes. */
const keyed: Record<string, string> = {
  account: 'account_key',
  account_id: 'account_key',
  entitlement: 'entitlement_key',
};

/** periods are dimensions that a rule cannot be asked by: it looks at a day. */
const periods = ['date', 'start_date', 'end_date', 'imported_at', 'notified_at'];

/** instancesOf are the dimensions of a question that make instances of a rule. */
function instancesOf(by: By[]): string[] {
  const names = by.flatMap((one) => (typeof one === 'string' ? [one] : one.grain ? [] : [one.dimension]));
  return [...new Set(names.filter((name) => !periods.includes(name)).map((name) => keyed[name] ?? name))];
}

/** ofRows is what a question filters rows by: its own filter and that of its dashboard. */
function ofRows({ filter, dashboard_filter }: Query): Filter | undefined {
  return group(
    'all',
    [filter, dashboard_filter].filter((one): one is Filter => one !== undefined),
  );
}

/** nextDays is the number of days of "ends in the next … days", where a filter is no more than that. */
function nextDays(filter: Filter | undefined): { days: number; rest: Filter | undefined } | undefined {
  if (filter && !filter.all && filter.any) return undefined;
  const parts = filter?.all ?? comparisons(filter);
  const found = parts.find((one) => one.dimension === 'end_date' && one.op === 'next' && one.unit === 'day');
  if (!found || typeof found.n !== 'number') return undefined;
  return {
    days: found.n,
    rest: group(
      'all',
      parts.filter((one) => one !== found),
    ),
  };
}

/** levelOf is where a rule about a figure begins: at the tile's goal, at 100 % of a rate, or at the most it shows. */
function levelOf(metric: string, { result }: Answer, report: Report): number {
  const { goal } = report.visual;
  if (goal?.value !== undefined) return goal.value;
  const at = result.columns.findIndex((one) => one.name === metric && one.role === undefined);
  if (result.columns[at]?.format === 'percent') return 1;
  const shown = result.rows.flatMap((row) => (typeof row[at] === 'number' ? [row[at]] : []));
  return shown.length > 0 ? Math.max(...shown) : 1;
}

/** ruleAbout is a rule about what a tile shows: its figure for the same instances, or rows that end or appear. */
export function ruleAbout(answer: Answer, report: Report): RuleDocument {
  const { query, title } = answer;
  const filter = ofRows(query);
  const { tokens, define, scope } = query;
  const asked: Query = { ...(tokens && { tokens }), ...(define && { define }), ...(scope && { scope }) };
  const [metric] = query.metrics ?? [];
  const ends = nextDays(filter);
  const about = { name: title, watch: 'all' as const };
  if (metric === undefined || ends) {
    const rows = query.dataset ?? 'entitlements';
    const rest = ends ? ends.rest : filter;
    const condition: Condition = ends ? { kind: 'ends_within', days: ends.days } : { kind: 'appears' };
    return {
      ...about,
      query: { ...asked, ...(!ends && { dataset: rows }), ...(rest && { filter: rest }) },
      per: [rows === 'entitlements' ? 'entitlement_key' : 'account_key'],
      condition,
    };
  }
  return {
    ...about,
    query: { ...asked, metrics: [metric], ...(filter && { filter }) },
    per: instancesOf(query.by ?? []),
    condition: { kind: 'threshold', metric, op: 'ge', value: levelOf(metric, answer, report) },
  };
}

/** openRuleAbout opens the editor of rules with a rule about what a tile shows. */
export function openRuleAbout(answer: Answer, report: Report): void {
  const rule = ruleAbout(answer, report);
  window.location.hash = hrefWith({ doc: JSON.stringify(rule) }, 'rule', 'new');
}

/** canHaveRule says whether a rule can be made of a question: of figures, or of rows that can be told apart. */
export function canHaveRule(query: Query): boolean {
  if (query.metrics?.length) return true;
  return (query.columns?.length ?? 0) > 0 && ['entitlements', 'accounts'].includes(query.dataset ?? 'entitlements');
}
