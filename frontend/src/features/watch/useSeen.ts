import { useState } from 'react';

/** useSeen keeps what was in a list while the page is open, so that what is taken off can be put back. */
export function useSeen(keys: string[]): string[] {
  const [seen, setSeen] = useState(keys);
  const fresh = keys.filter((key) => !seen.includes(key));
  if (fresh.length === 0) return seen;
  const all = [...seen, ...fresh];
  setSeen(all);
  return all;
}
