import type { Filter } from '../../api/metricTypes';

/** hasBraces says whether a value would be read as a token where it is the name of something. */
export function hasBraces(value: unknown): boolean {
  return typeof value === 'string' && (value.includes('{{') || value.includes('}}'));
}

/** exactly is a comparison with values of data: a name with braces is no token. */
export function exactly(filter: Filter): Filter {
  const { literal: _, ...rest } = filter;
  return (filter.values ?? [filter.value]).some(hasBraces) ? { ...rest, literal: true } : rest;
}

/** withChosen puts values that were chosen from data into a comparison. Tokens that were there already stay tokens, unless a name with braces is among what was chosen: then all are names. */
export function withChosen(filter: Filter, chosen: unknown[]): Filter {
  const before = filter.values ?? [];
  const next = { ...filter, values: chosen };
  return chosen.some((value) => !before.includes(value) && hasBraces(value)) ? exactly(next) : next;
}
