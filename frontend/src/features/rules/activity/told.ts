import type { Activity, WhyExplained } from '../../../api/ruleTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { reasonText } from '../../../components/reason';
import { wayText } from '../../../components/ways';
import { day, int, list, moment, styled, unbroken } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import { partOf } from '../model/differences';

type Detail = Record<string, unknown>;

/** textAt is a text of a detail, "" where there is none. */
function textAt(detail: Detail, key: string): string {
  const value = detail[key];
  if (typeof value === 'number') return styled(value, { style: 'decimal' });
  return typeof value === 'string' ? value : '';
}

/** activityText says what a line of the log is about. */
export function activityText({ kind, detail }: Activity, t: T): string {
  const way = wayText(textAt(detail, 'destination') || textAt(detail, 'channel'), t);
  switch (kind) {
    case 'edited':
      return t('rules.told.edited', { version: textAt(detail, 'version') });
    case 'switched':
      return t(`rules.toldState.${textAt(detail, 'to')}` as 'rules.toldState.active', {
        defaultValue: textAt(detail, 'to'),
      });
    case 'evaluated':
      return evaluated(detail, t);
    case 'resolved': {
      const resolution = textAt(detail, 'reason') || textAt(detail, 'to');
      const words = t(`rules.resolution.${resolution}` as 'rules.resolution.ended', { defaultValue: resolution });
      return t('rules.told.resolved', { words });
    }
    case 'answered':
      return t(`rules.toldAnswer.${textAt(detail, 'to')}` as 'rules.toldAnswer.done', {
        defaultValue: textAt(detail, 'to'),
      });
    case 'undelivered':
      return t(textAt(detail, 'error') === '' ? 'rules.told.held' : 'rules.told.undelivered', { way });
    default:
      return t(`rules.told.${kind}`, { way });
  }
}

function evaluated(detail: Detail, t: T): string {
  const outcome = textAt(detail, 'outcome') || 'ok';
  const count = Number(detail.count ?? 1);
  return t(`rules.toldCheck.${outcome}` as 'rules.toldCheck.ok', { count, number: int(count), defaultValue: outcome });
}

/** spoken are the keys of a detail whose text says enough by itself. */
const spoken = ['reason', 'error', 'problem'];

/** comparison is a reason that says the value itself: "consumption_rate = 1.04 ≥ 1". */
const comparison = / = /;

/** detailText adds what else is known of a line or a step: "Value 104, until 27 Nov 2026". */
export function detailText(detail: Detail, words: Words | undefined, t: T): string {
  const compared = comparison.test(textAt(detail, 'reason'));
  const parts = Object.keys(detail).flatMap((key) => {
    if (key === 'value' && compared) return [];
    if (key === 'changes') return changesText(detail, t);
    if (key === 'until') return untilText(detail, t);
    const text = printed(key, detail);
    if (text === '') return [];
    if (spoken.includes(key)) return [heldText(key, words ? reasonText(text, words) : text, t)];
    const label = t(`rules.detail.${key}` as 'rules.detail.value', { value: text, defaultValue: '' });
    return label === '' ? [] : [label];
  });
  return parts.join(' · ');
}

/** heldText puts the reasons for which a delivery waits into words; other texts are sentences already. */
function heldText(key: string, text: string, t: T): string {
  return key === 'reason' ? t(`rules.held.${text}` as 'rules.held.budget', { defaultValue: text }) : text;
}

/** changesText names the parts of a rule that another version changed; of a check it is the number that fires. */
function changesText({ changes, firing }: Detail, t: T): string[] {
  if (!Array.isArray(changes)) {
    return typeof firing === 'number' ? [t('rules.firingLabel', { count: firing, number: int(firing) })] : [];
  }
  const named = changes.map((key) => {
    const part = partOf(String(key));
    return part ? t(`rules.part.${part}`) : String(key);
  });
  return [list([...new Set(named)])];
}

/** untilText says when a delivery is tried, or what brings a snoozed notification back. */
function untilText(detail: Detail, t: T): string[] {
  const { until } = detail;
  if (until === 'import') return [t('inbox.until.import')];
  if (typeof until === 'object' && until !== null) return [t(`inbox.until.${'notice' in until ? 'notice' : 'moved'}`)];
  const text = printed('until', detail);
  return text === '' ? [] : [t('rules.detail.until', { value: text })];
}

function printed(key: string, detail: Detail): string {
  const text = textAt(detail, key);
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return unbroken(moment(text));
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? unbroken(day(text)) : text;
}

/** stepText says what a step of an explanation asked, and how it went. */
export function stepText({ kind, ok, detail = {} }: WhyExplained['steps'][number], t: T): string {
  if (ok) return t(`rules.stepYes.${kind}` as 'rules.stepYes.due', { defaultValue: kind });
  const { outcome } = detail;
  const how = kind === 'due' && (outcome === 'failed' || outcome === 'no_data') ? outcome : kind;
  return t(`rules.stepNo.${how}` as 'rules.stepNo.due', { defaultValue: kind });
}
