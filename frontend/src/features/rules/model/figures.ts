import type { Condition, RuleDocument } from '../../../api/ruleTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { missing, styled } from '../../../lib/format';
import { isAboutEnds, isShare } from './conditions';

/** figureOf prints a value of a metric: a share without decimals where it has none. */
export function figureOf(value: number | null | undefined, metric: string, words: Words): string {
  if (value === null || value === undefined) return missing;
  if (isShare(metric, words)) {
    const whole = Math.abs(value * 100 - Math.round(value * 100)) < 1e-9;
    return styled(value, { style: 'percentage', digits: whole ? 0 : 1 });
  }
  const { format = '', unit = '' } = words.metric(metric) ?? {};
  return words.cell({ name: metric, type: 'number', format, unit }, value);
}

/** isMovement says whether the value of an instance is a movement, not the figure itself. */
function isMovement({ kind, relative }: Condition): boolean {
  return (kind === 'change' || kind === 'trend') && relative === true;
}

/** valueText prints the value of an instance of a rule: days of ends, else the figure, or how it moved. */
export function valueText(rule: RuleDocument, value: number | null, words: Words): string {
  const { condition } = rule;
  if (value === null) return missing;
  if (isAboutEnds(condition.kind) || condition.kind === 'stale' || condition.kind === 'unused')
    return words.quantity(value, 'days');
  if (isMovement(condition)) return styled(value, { style: 'percentage', digits: 0 });
  const { format = '', unit = '' } = words.metric(condition.metric ?? '') ?? {};
  return words.cell({ name: condition.metric ?? '', type: 'number', format, unit }, value);
}
