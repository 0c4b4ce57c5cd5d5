import type { AccountRow } from '../api/types';
import { fold, sortKey } from '../lib/format';
import { urgency } from '../lib/urgency';
import type { StatusName } from './Status';

/** once remembers what was made of a row for as long as the row lives. */
function once(make: (row: AccountRow) => string): (row: AccountRow) => string {
  const made = new WeakMap<AccountRow, string>();
  return (row) => {
    const known = made.get(row);
    if (known !== undefined) return known;
    const text = make(row);
    made.set(row, text);
    return text;
  };
}

const textOf = once((row) => fold(`${row.account} ${row.id} ${row.country}`));

/** nameKey is the text by which an account's name is ordered. */
export const nameKey = once((row) => sortKey(row.account));

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
