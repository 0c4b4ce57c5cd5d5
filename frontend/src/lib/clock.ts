/** isShortTime says whether a text is a time of day as settings have it: "08:30". */
export function isShortTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** toShortTime reads what a person types as a time of day: "8", "8:30", "830"; null is none. */
export function toShortTime(typed: string): string | null {
  const digits = typed.trim().match(/^(\d{1,2})(?:[:.h ]?(\d{2}))?$/);
  if (!digits) return null;
  const text = `${(digits[1] ?? '').padStart(2, '0')}:${digits[2] ?? '00'}`;
  return isShortTime(text) ? text : null;
}
