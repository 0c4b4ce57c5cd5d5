/** Urgency says how soon an end wants a hand. */
export type Urgency = 'passed' | 'act_now' | 'act_soon' | 'on_track';

/** nowDays and soonDays are the limits of "act now" and "act soon". */
export const nowDays = 7;
export const soonDays = 30;

/** urgency tells it from the days to the end. */
export function urgency(days: number): Urgency {
  if (days < 0) return 'passed';
  if (days <= nowDays) return 'act_now';
  return days <= soonDays ? 'act_soon' : 'on_track';
}

/** isUrgent says whether a day is printed in the colour of today's work. */
export function isUrgent(days: number | null): boolean {
  return days !== null && days <= nowDays;
}
