import type { SnoozeReturn } from '../../api/ruleTypes';
import { dayMonth, dayShort } from '../../lib/format';
import type { T } from '../../lib/i18n';

/** untilText says what brings a snoozed notification back, to stand behind "snoozed". */
export function untilText({ day: until, import: next, moved, notice }: SnoozeReturn, today: string, t: T): string {
  if (until) return t('inbox.until.day', { day: dayShort(until, today) });
  if (next) return t('inbox.until.import');
  if (moved !== undefined) return t('inbox.until.moved');
  return notice ? t('inbox.until.notice') : '';
}

/** untilInRow says it where there is little room: a day without its weekday and its year. */
export function untilInRow(returns: SnoozeReturn, t: T): string {
  return returns.day ? t('inbox.until.day', { day: dayMonth(returns.day) }) : untilText(returns, '', t);
}
