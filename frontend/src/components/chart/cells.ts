import type { Chart } from '../../api/types';
import { day, int, missing, monthYear, num } from '../../lib/format';
import { formats, type Option } from './formats';

/** cell prints one value of a chart's table as the chart itself prints it. */
export type Cell = (value: unknown, column: number) => string;

/** cellsOf knows how each column prints: a column named like a series as the tooltip does, others by their kind. */
export function cellsOf(chart: Chart, option: Option): Cell {
  const names = new Set(seriesOf(option).map((series) => series.name));
  const tooltip = option.tooltip as { valueFormatter?: string } | undefined;
  const drawn = formats[tooltip?.valueFormatter ?? ''];
  return (value, column) => {
    if (value === null || value === undefined || value === '') return missing;
    if (typeof value === 'number') {
      if (drawn && names.has(chart.columns[column])) return drawn(value);
      return Number.isInteger(value) ? int(value) : num(value);
    }
    const text = String(value);
    if (/^\d{4}-\d{2}$/.test(text)) return monthYear(text);
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text;
  };
}

function seriesOf(option: Option): { name?: string }[] {
  if (Array.isArray(option.series)) return option.series;
  return option.series ? [option.series as { name?: string }] : [];
}
