import type { Activity } from '../../../api/ruleTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { moment } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import { activityText, detailText } from './told';

/** Line is one entry of the log in words, with the others of the same delivery. */
export interface Line {
  one: Activity;
  at: string;
  text: string;
  detail: string;
  more: Activity[];
}

/** gathered writes entries as lines; what one message told of together, or failed to, is one line. */
export function gathered(entries: Activity[], words: Words | undefined, t: T): Line[] {
  const lines: Line[] = [];
  for (const one of entries) {
    const next = lineOf(one, words, t);
    const last = lines.at(-1);
    if (last && isDelivery(one) && isTogether(last, next)) last.more.push(one);
    else lines.push(next);
  }
  return lines;
}

function lineOf(one: Activity, words: Words | undefined, t: T): Line {
  // Why something resolved, or that it is tried again, is said by the line itself.
  const said = one.kind === 'resolved' || (one.kind === 'undelivered' && one.detail.reason === 'retry');
  const detail = detailText(said ? { ...one.detail, reason: '' } : one.detail, words, t);
  return { one, at: moment(one.at), text: activityText(one, t), detail, more: [] };
}

function isDelivery({ kind }: Activity): boolean {
  return kind === 'delivered' || kind === 'undelivered';
}

function isTogether(a: Line, b: Line): boolean {
  const alike = (['rule', 'kind'] as const).every((key) => a.one[key] === b.one[key]);
  return alike && (['at', 'text', 'detail'] as const).every((key) => a[key] === b[key]);
}

/** titleOf is what a line is about, "" where it is about the rule itself. */
export function titleOf({ detail, instance }: Activity): string {
  return typeof detail.title === 'string' ? detail.title : (instance ?? '');
}
