import { NumberParser } from '@internationalized/number';

import { region } from './format';

/** separators are how the region writes a number: 1,234.5 or 1.234,5. */
export function separators(): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(region()).formatToParts(12345678.9);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { group: find('group'), decimal: find('decimal') || '.' };
}

/**
 * parseNumber reads a number as the person writes it: 1,234.56, 1.234,56,
 * 1 234,56 with any kind of space, 1’234.56. A separator of thousands that does
 * not stand before three digits is taken for the decimal sign. It is null where
 * the text is none.
 */
export function parseNumber(text: string): number | null {
  const { group, decimal } = separators();
  const plain = text
    .normalize('NFKC')
    .replace(/[\s'’]/gu, '')
    .replace(/[−–]/g, '-');
  const only = plain.split(group.trim() || '\0');
  const misplaced = only.length === 2 && only[1]?.length !== 3 && !plain.includes(decimal);
  const sure = misplaced ? only.join(decimal) : plain;
  if (!/\d/.test(sure)) return null;
  const parser = new NumberParser(region(), { style: 'decimal', maximumFractionDigits: 12 });
  const value = parser.parse(sure);
  return Number.isFinite(value) ? value : null;
}

/** writeNumber is a number as the person would type it: without separators of thousands, with all its digits. */
export function writeNumber(value: number): string {
  return new Intl.NumberFormat(region(), { useGrouping: false, maximumFractionDigits: 12 }).format(value);
}

/** parseDay reads a day in the region's own order, 20.11.2026, or as 2026-11-20; null where the text is none. */
export function parseDay(text: string): string | null {
  const numbers = text.normalize('NFKC').match(/\d+/g);
  if (numbers?.length !== 3) return null;
  const order = (numbers[0] ?? '').length === 4 ? ['year', 'month', 'day'] : orderOfDays();
  const part = (name: string) => Number(numbers[order.indexOf(name)]);
  const year = part('year') < 100 ? 2000 + part('year') : part('year');
  const at = new Date(Date.UTC(year, part('month') - 1, part('day')));
  if (Number.isNaN(at.getTime()) || at.getUTCMonth() !== part('month') - 1) return null;
  return at.toISOString().slice(0, 10);
}

function orderOfDays(): string[] {
  return new Intl.DateTimeFormat(region())
    .formatToParts(new Date())
    .map((part) => part.type)
    .filter((type) => ['day', 'month', 'year'].includes(type));
}
