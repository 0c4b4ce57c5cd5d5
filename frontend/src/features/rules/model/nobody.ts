import type { Filter } from '../../../api/metricTypes';
import type { RuleDocument, UnknownAccount } from '../../../api/ruleTypes';
import type { T } from '../../../lib/i18n';

/** nobodyText says that nobody goes by a name, and who may be meant. */
export function nobodyText({ name, nearest }: Pick<UnknownAccount, 'name' | 'nearest'>, t: T): string {
  return nearest ? t('rules.nobody.near', { name, nearest }) : t('rules.nobody.none', { name });
}

const called = ['account', 'account_id', 'account_key'];

/** renamed puts one name in the place of another wherever a rule names an account. */
export function renamed(rule: RuleDocument, from: string, to: string): RuleDocument {
  const names = (all: string[]) => [...new Set(all.map((name) => (name === from ? to : name)))];
  const { watch, query } = rule;
  const next = { ...rule };
  if (typeof watch === 'object') {
    next.watch = {
      ...watch,
      ...(watch.accounts && { accounts: names(watch.accounts) }),
      ...(watch.exclude?.accounts && { exclude: { ...watch.exclude, accounts: names(watch.exclude.accounts) } }),
    };
  }
  if (query?.filter) next.query = { ...query, filter: inFilter(query.filter, from, to) };
  return next;
}

function inFilter(filter: Filter, from: string, to: string): Filter {
  if (filter.all) return { ...filter, all: filter.all.map((one) => inFilter(one, from, to)) };
  if (filter.any) return { ...filter, any: filter.any.map((one) => inFilter(one, from, to)) };
  if (!called.includes(filter.dimension ?? '')) return filter;
  const put = <V>(value: V) => (value === from ? to : value);
  return {
    ...filter,
    ...(filter.value !== undefined && { value: put(filter.value) }),
    ...(filter.values && { values: filter.values.map(put) }),
  };
}
