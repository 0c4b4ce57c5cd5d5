const key = 'headroom.recent';

/** mostRecent is how many entries are remembered. */
const mostRecent = 8;

/** Recent is an entry of the palette that was chosen. */
export interface Recent {
  id: string;
  title: string;
  sub: string;
  route?: string;
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Record<string, unknown>;
  const text = (name: string) => typeof one[name] === 'string';
  return text('id') && text('title') && text('sub') && (one.route === undefined || text('route'));
}

/** recent lists what was chosen last, the latest first. */
export function recent(): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRecent).slice(0, mostRecent) : [];
  } catch {
    return [];
  }
}

/** remember puts an entry before the others. */
export function remember(entry: Recent): void {
  const others = recent().filter((one) => one.id !== entry.id);
  localStorage.setItem(key, JSON.stringify([entry, ...others].slice(0, mostRecent)));
}
