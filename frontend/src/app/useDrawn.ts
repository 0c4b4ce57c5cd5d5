import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { tellDrawn } from '../api/desk';

/** still is for how long nothing may change on a page that is drawn, in milliseconds. */
export const still = 300;

/**
 * useDrawn tells the program once that the first page stands: nothing is asked any more, and nothing
 * has changed for a moment. What is due at a start waits for it, so that the first page has the machine.
 */
export function useDrawn(): void {
  const client = useQueryClient();
  useEffect(() => {
    let changed = performance.now();
    let timer = window.setTimeout(look, still);
    function look() {
      if (client.isFetching() > 0) {
        timer = window.setTimeout(look, still);
        return;
      }
      observer.disconnect();
      tellDrawn(Math.round(performance.now() - changed));
    }
    const observer = new MutationObserver(() => {
      changed = performance.now();
      window.clearTimeout(timer);
      timer = window.setTimeout(look, still);
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    return () => {
      window.clearTimeout(timer);
      observer.disconnect();
    };
  }, [client]);
}
