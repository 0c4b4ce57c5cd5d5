import { int } from '../../lib/format';
import type { T } from '../../lib/i18n';

/** noteText puts a note of an import, such as "totals_row: 2 skipped", into words; others are shown as they are. */
export function noteText(note: string, t: T): string {
  const [, code, digits] = /^([a-z_0-9]+): (\d+)(?: skipped| left out)?$/.exec(note) ?? [];
  if (code === undefined) return note;
  const count = Number(digits);
  return t(`noted.${code}` as 'noted.totals_row', { count, number: int(count), defaultValue: note });
}

/** problemText says what is wrong with a row in the person's language, where its code says all there is; else as the program said it. */
export function problemText(code: string, message: string, t: T): string {
  return t(`problems.is.${code}` as 'problems.is.above_100', { defaultValue: message });
}
