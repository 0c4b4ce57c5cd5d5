import type { useTranslation } from 'react-i18next';

import type { NewRule } from '../../api/types';
import { pct0 } from '../../lib/format';

type T = ReturnType<typeof useTranslation>['t'];

/** sentenceOf repeats a rule as one sentence. */
export function sentenceOf(rule: Pick<NewRule, 'template' | 'days' | 'threshold' | 'clear'>, t: T): string {
  if (rule.template === 'ends_within') return t('rules.endsWithin', { count: rule.days });
  return t('rules.usageOver', { threshold: pct0(rule.threshold), clear: pct0(rule.clear) });
}

/** watchOf says for whom a rule holds. */
export function watchOf(watch: string, t: T): string {
  if (watch === 'all') return t('rules.watch.all');
  return watch === 'watched' ? t('rules.watch.watched') : t('rules.watch.accounts');
}
