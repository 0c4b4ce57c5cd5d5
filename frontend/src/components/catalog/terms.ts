import { list } from '../../lib/format';
import type { T } from '../../lib/i18n';

const lengths = ['notice', 'order', 'window'] as const;
const units = ['day', 'working day', 'week', 'month', 'year'] as const;

/** termsText puts terms of notice, such as "notice 3 months, calendar DE", into words; what cannot be read stays as it is. */
export function termsText(text: string, t: T, language: string): string {
  const parts = text.split(',').map((part) => partText(part.trim(), t, language) ?? part.trim());
  return parts.length === 1 ? (parts[0] ?? '') : list(parts, 'unit');
}

function partText(part: string, t: T, language: string): string | undefined {
  const [, word = '', value = ''] = /^(\w+) (.+)$/.exec(part) ?? [];
  if (word === 'told' && value === 'window') return t('terms.told');
  if (word === 'calendar')
    return t('terms.named', { subject: t('terms.calendar'), name: calendarText(value, t, language) });
  const length = lengths.find((one) => one === word);
  const name = lengthText(value, t);
  return length && name && t('terms.named', { subject: t(`terms.${length}`), name });
}

function lengthText(text: string, t: T): string | undefined {
  const [, digits, name] = /^(\d+) (.+?)s?$/.exec(text) ?? [];
  const unit = units.find((one) => one === name);
  return unit && t(`terms.count.${unit}`, { count: Number(digits) });
}

function calendarText(name: string, t: T, language: string): string {
  if (name === 'account') return t('terms.ofAccount');
  if (name === 'weekdays') return t('terms.weekdays');
  return /^[A-Z]{2}$/.test(name) ? (new Intl.DisplayNames([language], { type: 'region' }).of(name) ?? name) : name;
}
