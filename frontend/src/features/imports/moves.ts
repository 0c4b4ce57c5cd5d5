import type { Move } from '../../api/importTypes';

/** byWeight orders what moved: the most money first, then what ends soonest, then by name. */
export function byWeight(a: Move, b: Move): number {
  return (
    Math.abs(b.money ?? 0) - Math.abs(a.money ?? 0) ||
    soonness(a) - soonness(b) ||
    a.account.localeCompare(b.account) ||
    a.line - b.line
  );
}

/** soonness puts ends to come first, then those passed, then what has no end. */
function soonness({ days }: Move): number {
  if (days === null) return Number.MAX_SAFE_INTEGER;
  return days >= 0 ? days : 1_000_000 - days;
}

/** kindsOf lists the kinds of what moved with their numbers, the most frequent first. */
export function kindsOf(counts: Record<string, number> | null): [string, number][] {
  return Object.entries(counts ?? {})
    .filter(([, number]) => number > 0)
    .sort(([, a], [, b]) => b - a);
}
