import { dayText, shiftDay } from './format';

/** Calendar says what day it is and where periods begin. */
export interface Calendar {
  /** today is the day that is asked for, YYYY-MM-DD; "" while it is not known. */
  today: string;
  /** weekStart is 1 for Monday to 7 for Sunday. */
  weekStart: number;
  /** fiscalStart is the month, 1 to 12, with which a fiscal year begins. */
  fiscalStart: number;
}

/** Unit is a unit of relative dates. */
export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** units lists them, from the shortest. */
export const units: readonly Unit[] = ['day', 'week', 'month', 'quarter', 'year'];

/** Relative is a span of days that moves with the day it is looked at. */
export interface Relative {
  op: 'this' | 'next' | 'last';
  n: number;
  unit: Unit;
  rolling?: boolean;
  excluded?: boolean;
}

const monthsIn: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12 };

function dayAt(year: number, month: number, day: number): string {
  const at = new Date(Date.UTC(2000, 0, 1));
  at.setUTCFullYear(year, month, day);
  return dayText(at);
}

function parts(day: string): [number, number, number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))];
}

/** move goes n units on; a day that its month does not have becomes the last of that month. */
export function move(day: string, n: number, unit: Unit): string {
  const count = monthsIn[unit];
  if (count === undefined) return shiftDay(day, unit === 'week' ? 7 * n : n);
  const [year, month, date] = parts(day);
  const first = dayAt(year, month + n * count, 1);
  const last = shiftDay(dayAt(year, month + n * count + 1, 1), -1);
  const wanted = shiftDay(first, date - 1);
  return wanted < last ? wanted : last;
}

/** startOf is the first day of the period of a day. Quarters and years are those of the fiscal calendar. */
export function startOf(day: string, unit: Unit, { weekStart, fiscalStart }: Calendar): string {
  const [year, month] = parts(day);
  const fiscal = (month + 1 - fiscalStart + 12) % 12;
  switch (unit) {
    case 'week':
      return shiftDay(day, -((new Date(day).getUTCDay() + 7 - (weekStart % 7)) % 7));
    case 'month':
      return dayAt(year, month, 1);
    case 'quarter':
      return dayAt(year, month - (fiscal % 3), 1);
    case 'year':
      return dayAt(year, month - fiscal, 1);
    default:
      return day;
  }
}

/**
 * spanOf is the first and the last day a relative span means from a day on: the
 * same as the engine's. Days are counted from that day, so that next 1 day is
 * that day alone; other units are whole periods of the calendar unless rolling.
 * A day is "" where the span goes beyond what a day can be.
 */
export function spanOf(relative: Relative, from: string, calendar: Calendar): [string, string] {
  const { op, n, unit, rolling, excluded } = relative;
  const start = startOf(from, unit, calendar);
  const next = move(start, 1, unit);
  if (op === 'this') return [start, shiftDay(next, -1)];
  if (rolling && unit !== 'day') {
    const skipped = excluded ? 1 : 0;
    return op === 'next'
      ? [shiftDay(from, skipped), move(from, n, unit)]
      : [move(from, -n, unit), shiftDay(from, -skipped)];
  }
  const first = op === 'next' ? (excluded ? next : start) : move(excluded ? start : next, -n, unit);
  return [first, shiftDay(move(first, n, unit), -1)];
}
