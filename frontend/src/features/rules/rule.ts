import type { NewRule } from '../../api/types';
import { pct0 } from '../../lib/format';
import type { T } from '../../lib/i18n';

type Told = Pick<NewRule, 'template' | 'days' | 'threshold' | 'clear'> & { watch: string };

/** shortOf says what a rule waits for; it is the name of a rule without one. */
export function shortOf(rule: Told, t: T): string {
  if (rule.template === 'ends_within') return t('rules.short.ends', { count: rule.days });
  return t('rules.short.usage', { threshold: pct0(rule.threshold) });
}

/** sentenceOf repeats a rule as one sentence. */
export function sentenceOf(rule: Told, t: T): string {
  const whom = rule.watch === 'all' || rule.watch === 'watched' ? rule.watch : 'accounts';
  if (rule.template === 'ends_within') return t(`rules.ends.${whom}`, { count: rule.days });
  return t(`rules.usage.${whom}`, { threshold: pct0(rule.threshold), clear: pct0(rule.clear) });
}

/** watchOf says for whom a rule holds. */
export function watchOf(watch: string, t: T): string {
  return t(`rules.watch.${watch === 'all' || watch === 'watched' ? watch : 'accounts'}`);
}
