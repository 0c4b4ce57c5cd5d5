import type { Entry } from '../../api/reportTypes';
import { fold } from '../../lib/format';

/** isStandalone says whether a dashboard can be opened by itself: one of an account needs the account. */
export function isStandalone(entry: Entry): boolean {
  return entry.about !== 'account';
}

/** matching are the entries whose title or words hold every word of a text. */
export function matching(entries: Entry[], text: string): Entry[] {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const said = fold(`${entry.title} ${entry.words}`);
    return wanted.every((word) => said.includes(word));
  });
}

/** freeTitle is a title that no entry has yet: "Renewals", "Renewals 2", … */
export function freeTitle(title: string, entries: Entry[]): string {
  const taken = new Set(entries.map((entry) => entry.title));
  if (!taken.has(title)) return title;
  let number = 2;
  while (taken.has(`${title} ${number}`)) number++;
  return `${title} ${number}`;
}
