import { int } from '../../lib/format';
import type { T } from '../../lib/i18n';

/** noteText puts a note of an import, such as "totals_row: 2 skipped", into words; others are shown as they are. */
export function noteText(note: string, t: T): string {
  const [, code, digits] = /^([a-z_0-9]+): (\d+)(?: skipped| left out)?$/.exec(note) ?? [];
  if (code === undefined) return note;
  const count = Number(digits);
  return t(`noted.${code}` as 'noted.totals_row', { count, number: int(count), defaultValue: note });
}
