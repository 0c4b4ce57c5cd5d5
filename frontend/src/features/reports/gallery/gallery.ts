import type { Entry } from '../../../api/reportTypes';
import { fold } from '../../../lib/format';

/** Which limits the gallery: what is shipped, what is the person's own (copies included), or all. */
export type Which = 'all' | 'own' | 'shipped';

/** Choice is what the gallery is limited to; dataset "" is every one. */
export interface Choice {
  text: string;
  which: Which;
  dataset: string;
}

/** chosen are the entries a choice leaves: favourites first, then by title. */
export function chosen(entries: Entry[], { text, which, dataset }: Choice): Entry[] {
  const parts = fold(text).split(/\s+/).filter(Boolean);
  return entries
    .filter((one) => which === 'all' || (one.origin === 'shipped') === (which === 'shipped'))
    .filter((one) => dataset === '' || one.datasets.includes(dataset))
    .filter((one) => {
      const all = fold(`${one.title} ${one.words}`);
      return parts.every((part) => all.includes(part));
    })
    .sort((a, b) => Number(b.favourite) - Number(a.favourite) || a.title.localeCompare(b.title));
}
