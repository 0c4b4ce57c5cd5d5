import type { AccountRow } from '../api/types';
import { fold } from '../lib/format';
import { urgency } from '../lib/urgency';
import type { StatusName } from './Status';

const folded = new WeakMap<AccountRow, string>();

function textOf(row: AccountRow): string {
  const known = folded.get(row);
  if (known !== undefined) return known;
  const text = fold(`${row.account} ${row.id} ${row.country}`);
  folded.set(row, text);
  return text;
}

/** searchAccounts keeps the rows whose name, id or country has every word; case and accents do not matter. */
export function searchAccounts(rows: AccountRow[], find: string): AccountRow[] {
  const words = fold(find).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => words.every((word) => textOf(row).includes(word)));
}

/** accountStatus is the one word for an account: what ends comes before what is over. */
export function accountStatus(row: AccountRow): StatusName {
  const ends = row.nextDays === null ? null : urgency(row.nextDays);
  if (ends !== null && ends !== 'on_track') return ends;
  if ((row.overage ?? 0) > 0) return 'over';
  if (row.usageRate === null && row.active === null) return 'no_data';
  return 'on_track';
}
