import type { Trigger } from '../../../api/ruleTypes';

/** When is how a rule is set off: by an event, or by a schedule. */
export type When = 'import' | 'added' | 'updated' | 'schedule';

/** whenOf reads it; a rule that says nothing is evaluated after each import. */
export function whenOf(trigger: Trigger | undefined): When {
  if (trigger?.every || trigger?.cron !== undefined) return 'schedule';
  return trigger?.on ?? 'import';
}

/** triggerFor begins a trigger of a kind. */
export function triggerFor(when: When, before: Trigger | undefined): Trigger | undefined {
  if (when === 'schedule') return { every: 'day', at: '08:00' };
  return when === 'import' ? undefined : { on: when, dataset: before?.dataset ?? 'entitlements' };
}

/** imported are the datasets whose records come with imports. */
export const imported = [
  'accounts',
  'entitlements',
  'deployment',
  'usage',
  'feature_usage',
  'support_requests',
  'charges',
];

function boundsOf({ from, until }: Trigger): Trigger {
  return { ...(from && { from }), ...(until && { until }) };
}

/** Every is how often a schedule comes; cron is one that is written by hand. */
export type Every = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'cron';

/** everyOf reads it. */
export function everyOf(trigger: Trigger): Every {
  return trigger.cron !== undefined ? 'cron' : (trigger.every ?? 'day');
}

/** scheduleFor begins a schedule of another rhythm; clock, zone and bounds stay. */
export function scheduleFor(every: Every, before: Trigger): Trigger {
  const kept = { ...boundsOf(before), ...(before.zone && { zone: before.zone }) };
  const at = before.at ?? '08:00';
  switch (every) {
    case 'cron':
      return { cron: '0 8 * * 1-5', ...kept };
    case 'minute':
      return { every, n: 30, ...kept };
    case 'hour':
      return { every, n: 1, ...kept };
    case 'week':
      return { every, at, weekdays: ['monday'], ...kept };
    case 'month':
      return { every, at, days: [1], ...kept };
    default:
      return { every, at, ...kept };
  }
}

/** weekdays are the days of a week as a trigger names them, Monday first. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** isClock says whether a text is a time of the day: 08:00. */
export function isClock(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** isCron says whether a text has the five fields of a cron line; what they mean the program checks. */
export function isCron(text: string): boolean {
  return text.trim().split(/\s+/).length === 5;
}

/** numbersOf reads whole numbers, as one types them in a list: "180, 90, 30". */
export function numbersOf(texts: string[]): number[] {
  const numbers = texts.map((text) => text.replace('−', '-').trim()).filter((text) => /^-?\d{1,4}$/.test(text));
  return [...new Set(numbers.map(Number))].sort((a, b) => b - a);
}
