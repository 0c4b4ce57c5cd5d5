import { useSyncExternalStore } from 'react';

import type { Contrast } from './inks';

const forced = '(forced-colors: active)';
const more = '(prefers-contrast: more)';

function subscribe(changed: () => void) {
  const queries = [forced, more].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

function contrast(): Contrast {
  if (window.matchMedia(forced).matches) return 'forced';
  return window.matchMedia(more).matches ? 'more' : 'usual';
}

/** useContrast follows the contrast that the system asks for. */
export function useContrast(): Contrast {
  return useSyncExternalStore(subscribe, contrast);
}
