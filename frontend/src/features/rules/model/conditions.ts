import type { Comparison, Condition, ConditionKind, RuleDocument } from '../../../api/ruleTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { without } from './document';

/** ofFigures are the kinds that compare a metric. */
const ofFigures: ConditionKind[] = ['threshold', 'change', 'trend', 'crosses', 'unused'];
const ofEnds: ConditionKind[] = ['ends_within', 'ended', 'act_by'];
const ofRows: ConditionKind[] = ['appears', 'disappears', 'changes', 'enters', 'leaves'];

/** comparisons are how a figure is compared with a level. */
export const comparisons: readonly Comparison[] = ['ge', 'gt', 'le', 'lt'];

/** isFigure says whether a kind compares a metric. */
export function isFigure(kind: ConditionKind): boolean {
  return ofFigures.includes(kind);
}

/** isAboutEnds says whether a kind reads the ends of entitlements, so that its days are the trigger window. */
export function isAboutEnds(kind: ConditionKind): boolean {
  return ofEnds.includes(kind);
}

/** more are what conditions may have beside the fields of their kind. */
const more: Partial<Record<ConditionKind, ('for' | 'base' | 'and')[]>> = {
  threshold: ['for', 'base', 'and'],
  change: ['for', 'base', 'and'],
  trend: ['for', 'base', 'and'],
  unused: ['for', 'base', 'and'],
  crosses: ['base', 'and'],
  stale: ['for'],
};

/** may says whether a condition of a kind can have a further part. */
export function may(kind: ConditionKind, part: 'for' | 'base' | 'and'): boolean {
  return more[kind]?.includes(part) ?? false;
}

/** rowsOf is the dataset whose rows a rule watches, "" of a rule about figures. */
export function rowsOf(rule: RuleDocument): string {
  const { kind } = rule.condition;
  if (isFigure(kind)) return '';
  if (kind === 'stale') return 'imports';
  if (isAboutEnds(kind) || rule.per?.includes('entitlement_key')) return rule.query?.dataset ?? 'entitlements';
  return rule.query?.dataset ?? rule.trigger?.dataset ?? 'accounts';
}

/** kindsFor are the kinds that fit what a rule watches: figures, or rows of a dataset. */
export function kindsFor(rows: string): ConditionKind[] {
  if (rows === '') return ofFigures;
  if (rows === 'imports') return ['stale'];
  return rows === 'entitlements' ? [...ofEnds, ...ofRows] : ofRows;
}

/** isShare says whether a metric is written in percent. */
export function isShare(metric: string | undefined, words: Words): boolean {
  return words.metric(metric ?? '')?.format === 'percent';
}

/** begun is a new condition of a kind; what it was before lends what fits. */
export function begun(kind: ConditionKind, before: Condition, words: Words): Condition {
  const metric = before.metric ?? 'consumption_rate';
  const share = isShare(metric, words);
  const kept = without({ base: before.base, for: before.for });
  switch (kind) {
    case 'threshold':
      return { kind, metric, op: 'ge', value: share ? 1 : 0, ...kept, ...without({ and: before.and }) };
    case 'change':
      return {
        kind,
        metric,
        direction: 'down',
        by: 0.2,
        relative: true,
        against: 'previous',
        over: 1,
        unit: 'month',
        ...kept,
      };
    case 'trend':
      return { kind, metric, direction: 'down', over: 3, unit: 'month', ...kept };
    case 'crosses':
      return { kind, metric, direction: 'either', bands: share ? [0.8, 1] : [50] };
    case 'unused':
      return { kind, metric, days: before.days ?? 60 };
    case 'ends_within':
    case 'ended':
    case 'act_by':
      return { kind, days: before.days ?? 90 };
    case 'stale':
      return { kind };
    case 'changes':
      return { kind, columns: before.columns ?? [] };
    case 'enters':
    case 'leaves':
      return { kind, segment: before.segment ?? '' };
    default:
      return { kind };
  }
}

/** withKind gives a rule another kind of condition. */
export function withKind(rule: RuleDocument, kind: ConditionKind, words: Words): RuleDocument {
  const next = { ...rule, per: perWith(kind, rule.per), condition: begun(kind, rule.condition, words) };
  return withMetrics(trimmed(next), rule);
}

/** perWith is what tells instances apart where a kind demands something. */
function perWith(kind: ConditionKind, per: string[] = []): string[] {
  if (kind === 'stale') return ['source'];
  if (isAboutEnds(kind) || kind === 'changes') return per.length > 0 ? per : ['entitlement_key'];
  if (kind === 'enters' || kind === 'leaves') return per.length === 1 ? per : ['account_key'];
  return per;
}

/** trimmed leaves out what only rules about ends have. */
function trimmed(rule: RuleDocument): RuleDocument {
  if (isAboutEnds(rule.condition.kind)) return rule;
  const { list_days: _, stages: __, stages_of: ___, ...rest } = rule;
  return rest;
}

/** usual is the kind a rule has first, where it watches rows of a dataset, or figures. */
function usual(rows: string, kind: ConditionKind): ConditionKind {
  const fits = kindsFor(rows);
  return fits.includes(kind) ? kind : (fits[0] ?? 'threshold');
}

/** watching gives a rule another thing to watch: a metric, or the rows of a dataset. */
export function watching(rule: RuleDocument, what: { metric: string } | { rows: string }, words: Words): RuleDocument {
  if ('metric' in what) {
    const kind = usual('', rule.condition.kind);
    const { dataset: _, ...query } = rule.query ?? {};
    const changes = isShare(what.metric, words) !== isShare(rule.condition.metric, words);
    const { fallback: _fallback, ...compared } = rule.condition;
    const before = { ...compared, metric: what.metric };
    const condition = changes || kind !== rule.condition.kind ? begun(kind, before, words) : before;
    const per = fitting(rule.per, words.metric(what.metric)?.split_by ?? []);
    return withMetrics(trimmed({ ...rule, query, per, condition }), rule);
  }
  const kind = usual(what.rows, rule.condition.kind);
  const { metrics: _, dataset: __, ...query } = rule.query ?? {};
  const condition = kind === rule.condition.kind ? rule.condition : begun(kind, rule.condition, words);
  const own = what.rows === 'entitlements' ? ['entitlement_key'] : what.rows === 'imports' ? ['source'] : [];
  const per = own.length > 0 ? own : fitting(rule.per, words.dataset(what.rows)?.dimensions ?? []);
  const dataset = what.rows === 'imports' || isAboutEnds(kind) ? {} : { dataset: what.rows };
  return trimmed({ ...rule, query: { ...query, ...dataset }, per: perWith(kind, per), condition });
}

/** fitting are the dimensions of instances that can be told apart by. */
function fitting(per: string[] | undefined, known: string[]): string[] {
  const fits = (per ?? []).filter((name) => known.includes(name));
  return fits.length > 0 || (per ?? []).length === 0 ? fits : known.includes('account_key') ? ['account_key'] : [];
}

/** metricsOf are the metrics a condition compares. */
function metricsOf({ metric, base, and }: Condition): string[] {
  return [metric, base?.metric, ...(and ?? []).map((term) => term.metric)].filter((name): name is string => !!name);
}

/** withMetrics lets the question of a rule ask for what its condition compares; what only the message tells stays. */
export function withMetrics(rule: RuleDocument, before: RuleDocument = rule): RuleDocument {
  const dropped = metricsOf(before.condition);
  const others = (rule.query?.metrics ?? []).filter((name) => !dropped.includes(name));
  const metrics = [...new Set([...metricsOf(rule.condition), ...others])];
  if (metrics.length === 0) return rule;
  return { ...rule, query: { ...rule.query, metrics } };
}

/** perChoices are the usual ways to tell instances apart, by their names in the catalogue of texts. */
export const perChoices = {
  portfolio: [],
  account: ['account_key'],
  account_product: ['account_key', 'product'],
  account_feature: ['account_key', 'feature'],
  account_unit: ['account_key', 'unit'],
  entitlement: ['entitlement_key'],
  product: ['product'],
  feature: ['feature'],
  source: ['source'],
} as const satisfies Record<string, readonly string[]>;

/** PerChoice is the name of one of them. */
export type PerChoice = keyof typeof perChoices;

/** perOf is the choice a rule has made; "other" is a set of dimensions of its own. */
export function perOf(per: string[] | undefined): PerChoice | 'other' {
  const names = [...(per ?? [])].sort().join(' ');
  const found = Object.entries(perChoices).find(([, dimensions]) => [...dimensions].sort().join(' ') === names);
  return (found?.[0] as PerChoice | undefined) ?? 'other';
}

/** dimensionsOf are those by which instances of a rule can be told apart. */
export function dimensionsOf(rule: RuleDocument, words: Words): string[] {
  const rows = rowsOf(rule);
  if (rows === '') return words.metric(rule.condition.metric ?? '')?.split_by ?? [];
  return words.dataset(rows)?.dimensions ?? [];
}

/** perFor are the choices that what a rule watches allows. */
export function perFor(rule: RuleDocument, words: Words): PerChoice[] {
  if (rule.condition.kind === 'stale') return ['source'];
  if (isAboutEnds(rule.condition.kind)) return ['entitlement', 'account', 'account_product', 'product'];
  const { kind } = rule.condition;
  if (kind === 'enters' || kind === 'leaves') return ['account', 'entitlement', 'product'];
  const known = dimensionsOf(rule, words);
  return (Object.keys(perChoices) as PerChoice[]).filter((name) =>
    perChoices[name].every((dimension) => known.includes(dimension)),
  );
}
