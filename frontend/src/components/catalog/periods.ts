import type { CellValue } from '../../api/metricTypes';
import { day, int, missing, monthName, months, monthYear, weekdayName } from '../../lib/format';
import type { T } from '../../lib/i18n';

/** timeText prints a time as it is stored, YYYY-MM-DD HH:MM:SS.mmm of the person's zone: 20 Nov 2026, 08:42. */
export function timeText(value: string): string {
  const clock = value.slice(11, 16);
  return clock === '' ? day(value) : `${day(value)}, ${clock}`;
}

/**
 * periodText prints a value of a column whose format is a period: the first day
 * of one that goes along the calendar, or the number of one that comes again.
 * It is undefined where the format is none.
 */
export function periodText(format: string, value: CellValue, t: T, fiscalStart: number): string | undefined {
  if (typeof value === 'number') return cycleText(format, value, t);
  if (typeof value !== 'string') return undefined;
  switch (format) {
    case 'day':
      return day(value);
    case 'week':
      return t('catalog.weekOf', { day: day(value) });
    case 'month':
      return monthYear(value);
    case 'quarter':
      return quarter(value, t, fiscalStart);
    case 'year':
      return fiscalStart === 1 ? value.slice(0, 4) : months(value, 12);
    case 'hour':
    case 'minute':
    case 'time':
      return timeText(value);
    case 'second':
      return value.length < 19 ? missing : `${day(value)}, ${value.slice(11, 19)}`;
    default:
      return undefined;
  }
}

function quarter(value: string, t: T, fiscalStart: number): string {
  const month = Number(value.slice(5, 7));
  if (fiscalStart !== 1) return months(value, 3);
  return t('catalog.quarter', { quarter: Math.ceil(month / 3), year: value.slice(0, 4) });
}

function cycleText(format: string, value: number, t: T): string | undefined {
  switch (format) {
    case 'month_of_year':
      return monthName(value);
    case 'day_of_week':
      return weekdayName(value);
    case 'quarter_of_year':
      return t('catalog.quarterOfYear', { quarter: value });
    case 'week_of_year':
      return t('catalog.weekOfYear', { week: value });
    case 'hour_of_day':
      return t('catalog.hourOfDay', { hour: String(value).padStart(2, '0') });
    case 'day_of_year':
    case 'day_of_month':
    case 'minute_of_hour':
    case 'second_of_minute':
      return int(value);
    default:
      return undefined;
  }
}
