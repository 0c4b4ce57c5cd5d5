/** Agreed are the terms of notice of a product, a vendor, a source, or of everything. */
export interface Agreed {
  product?: string;
  vendor?: string;
  source?: string;
  /** field is a custom field in which lines tell their own period of notice. */
  field?: string;
  terms?: string;
}

/** units are what a length of time is counted in, as terms write them. */
export const units = ['day', 'working day', 'week', 'month', 'year'] as const;

/** Unit is one of them. */
export type Unit = (typeof units)[number];

/** Length is a length of time; n 0 is none. */
export interface Length {
  n: number;
  unit: Unit;
}

/** Terms are what was agreed, taken apart. */
export interface Terms {
  notice: Length;
  order: Length;
  window: Length;
  told: boolean;
  calendar: string;
}

/** lengths are the parts of terms that are lengths of time. */
export const lengths = ['notice', 'order', 'window'] as const;

/** subjects are what terms can be of. */
export const subjects = ['all', 'product', 'vendor', 'source'] as const;

/** Subject is one of them. */
export type Subject = (typeof subjects)[number];

/** noTerms are none. */
export const noTerms: Terms = {
  notice: { n: 0, unit: 'month' },
  order: { n: 0, unit: 'day' },
  window: { n: 0, unit: 'day' },
  told: false,
  calendar: '',
};

/** readAgreed reads the setting; what is damaged is none. */
export function readAgreed(text: string | undefined): Agreed[] {
  try {
    const all: unknown = JSON.parse(text || '[]');
    return Array.isArray(all) ? all.filter((one) => typeof one === 'object' && one !== null) : [];
  } catch {
    return [];
  }
}

/** writeAgreed writes the setting. */
export function writeAgreed(all: Agreed[]): string {
  return all.length === 0 ? '' : JSON.stringify(all);
}

/** readTerms takes a text apart as the program keeps it: "notice 3 months, calendar DE". */
export function readTerms(text: string | undefined): Terms {
  const out: Terms = { ...noTerms };
  for (const part of (text ?? '').split(',')) {
    const [, word = '', value = ''] = /^\s*(\w+)\s+(.*?)\s*$/.exec(part) ?? [];
    const length = readLength(value);
    if (word === 'calendar') out.calendar = value;
    else if (word === 'told') out.told = true;
    else if ((word === 'notice' || word === 'order' || word === 'window') && length) out[word] = length;
  }
  return out;
}

function readLength(text: string): Length | null {
  const [, n, name] = /^(\d+) (.+?)s?$/.exec(text) ?? [];
  const unit = units.find((one) => one === name);
  return unit ? { n: Number(n), unit } : null;
}

/** writeTerms writes what was taken apart. */
export function writeTerms(terms: Terms): string {
  const parts = lengths
    .filter((word) => terms[word].n > 0)
    .map((word) => `${word} ${terms[word].n} ${terms[word].unit}${terms[word].n === 1 ? '' : 's'}`);
  if (terms.told) parts.push('told window');
  if (terms.calendar !== '') parts.push(`calendar ${terms.calendar}`);
  return parts.join(', ');
}

/** Named is what terms are of, and its name. */
interface Named {
  subject: Subject;
  name: string;
}

/** subjectsOf are what terms are of: they hold for what is of all of them. */
export function subjectsOf(agreed: Agreed): Named[] {
  return (['product', 'vendor', 'source'] as const).flatMap((subject) => {
    const name = agreed[subject];
    return name ? [{ subject, name }] : [];
  });
}

/** subjectOf is the one that says most. */
export function subjectOf(agreed: Agreed): Named {
  return subjectsOf(agreed)[0] ?? { subject: 'all', name: '' };
}

/** agreedOn puts another subject in the place of the one that says most; the others stay. */
export function agreedOn(before: Agreed | undefined, subject: Subject, name: string): Agreed {
  if (subject === 'all') return {};
  const others = subjectsOf(before ?? {}).slice(1);
  return Object.fromEntries([...others, { subject, name }].map((one) => [one.subject, one.name]));
}
