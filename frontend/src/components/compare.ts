import type { Compare } from '../api/metricTypes';
import { shiftDay } from '../lib/format';
import { units } from '../lib/span';

/** isDay is a real day as the address has it. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && shiftDay(text, 0) === text;

/** count reads a whole number from 1; NaN for what is none. */
function count(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Number.NaN;
}

/** readCompare reads what the address compares with: a day, "import-12", or "3-month" for so long ago. */
export function readCompare(text: string | null): Compare | undefined {
  if (!text) return undefined;
  if (isDay(text)) return { as_of: text };
  const [first = '', last = ''] = text.split('-', 2);
  if (first === 'import') return count(last) ? { known_at: count(last) } : undefined;
  const unit = units.find((one) => one === last);
  return unit && count(first) ? { back: count(first), unit } : undefined;
}

/** writeCompare is what readCompare reads; null compares with nothing. */
export function writeCompare(compare: Compare | undefined): string | null {
  if (compare?.as_of) return compare.as_of;
  if (compare?.known_at) return `import-${compare.known_at}`;
  return compare?.back ? `${compare.back}-${compare.unit ?? 'month'}` : null;
}
