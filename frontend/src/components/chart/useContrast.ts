import { useSyncExternalStore } from 'react';

import { onContrast, wantsContrast } from '../../lib/contrast';
import type { Contrast } from './inks';

const forced = '(forced-colors: active)';
const more = '(prefers-contrast: more)';

function subscribe(changed: () => void) {
  const queries = [forced, more].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  const stop = onContrast(changed);
  return () => {
    stop();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

function contrast(): Contrast {
  if (window.matchMedia(forced).matches) return 'forced';
  return wantsContrast() || window.matchMedia(more).matches ? 'more' : 'usual';
}

/** useContrast follows the contrast that the system or the person asks for. */
export function useContrast(): Contrast {
  return useSyncExternalStore(subscribe, contrast);
}
