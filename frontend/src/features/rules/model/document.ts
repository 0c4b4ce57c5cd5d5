import type { RuleDocument, ShortRule, WatchScope } from '../../../api/ruleTypes';

/** completed is a rule in its long form; a short file says the same with fewer keys. */
export function completed(rule: RuleDocument | ShortRule): RuleDocument {
  if ('condition' in rule && rule.condition) return rule;
  const { days = 0, threshold = 0, clear, ...rest } = rule as ShortRule;
  if (rule.template === 'usage_over') {
    return {
      ...rest,
      per: ['account_key', 'product'],
      condition: {
        kind: 'threshold',
        metric: 'consumption_rate',
        fallback: 'usage_rate',
        op: 'gt',
        value: threshold,
        ...(clear !== undefined && { clear }),
      },
    };
  }
  const perAccount = rule.per?.includes('account') ?? false;
  return {
    ...rest,
    per: [perAccount ? 'account_key' : 'entitlement_key'],
    condition: { kind: 'ends_within', days },
  };
}

/** Who says of a scope whom it names. */
export type Who = 'all' | 'watched' | 'accounts' | 'segment';

/** Scope is what a rule watches, every part at its place. */
export interface Scope {
  who: Who;
  accounts: string[];
  segment: string;
  exclude: { accounts: string[]; products: string[]; skus: string[]; free: boolean };
}

/** scopeOf reads what a rule watches. */
export function scopeOf(watch: WatchScope | undefined): Scope {
  const { accounts, segment, watched = false, exclude = {} } = typeof watch === 'object' ? watch : {};
  const plain = watch === 'watched' || watched ? 'watched' : 'all';
  return {
    // Accounts or a segment that are yet to be named are not everything.
    who: accounts ? 'accounts' : segment !== undefined ? 'segment' : plain,
    accounts: accounts ?? [],
    segment: segment ?? '',
    exclude: {
      accounts: exclude.accounts ?? [],
      products: exclude.products ?? [],
      skus: exclude.skus ?? [],
      free: exclude.free ?? false,
    },
  };
}

/** watchOf writes a scope in its shortest form. */
export function watchOf({ who, accounts, segment, exclude }: Scope): WatchScope {
  const lists = { accounts: exclude.accounts, products: exclude.products, skus: exclude.skus };
  const left = Object.fromEntries(Object.entries(lists).filter(([, names]) => names.length > 0));
  const out = { ...left, ...(exclude.free && { free: true }) };
  const none = Object.keys(out).length === 0;
  if (none && (who === 'all' || who === 'watched')) return who;
  return {
    ...(who === 'watched' && { watched: true }),
    ...(who === 'accounts' && { accounts }),
    ...(who === 'segment' && { segment }),
    ...(!none && { exclude: out }),
  };
}

/** leftOut counts what a scope leaves out. */
export function leftOut({ exclude }: Scope): number {
  return exclude.accounts.length + exclude.products.length + exclude.skus.length + (exclude.free ? 1 : 0);
}

/** destinations are the ways to the person that need nothing set up, in the order of the editor. */
export const destinations = ['desktop', 'digest', 'mail', 'draft', 'calendar'] as const;

/** destinationsOf are those of a rule: the desktop where it names none. */
export function destinationsOf(rule: RuleDocument): string[] {
  return rule.destinations ?? ['desktop'];
}

/** webhookOf is the name of the webhook a destination stands for, "" of another. */
export function webhookOf(destination: string): string {
  return destination.startsWith('webhook:') ? destination.slice('webhook:'.length) : '';
}

/** same says that two rules are the same document, in whatever order their keys came. */
export function same(a: RuleDocument, b: RuleDocument): boolean {
  return textOf(a) === textOf(b);
}

function textOf(rule: RuleDocument): string {
  return JSON.stringify(rule, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** without leaves out the keys that have no value, so that a document stays as short as it can be. */
export function without<V extends object>(value: V): V {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as V;
}
