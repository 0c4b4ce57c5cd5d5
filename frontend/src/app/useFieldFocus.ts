import { useEffect } from 'react';

import { useRoute } from '../lib/route';

/** wait is how long the control an address names may take to come. */
const wait = 3000;

/** useFieldFocus brings the control that the address of the settings or of the help names into view: "#/settings/region". */
export function useFieldFocus(): void {
  const { parts } = useRoute();
  const [page, id = ''] = parts;
  const wanted = page === 'settings' || page === 'help' ? id : '';
  useEffect(() => {
    if (wanted === '') return undefined;
    const show = () => {
      const element = document.getElementById(wanted);
      const tall = (element?.offsetHeight ?? 0) > window.innerHeight / 2;
      element?.scrollIntoView({ block: tall ? 'start' : 'center' });
      element?.focus({ preventScroll: true });
      return element !== null;
    };
    if (show()) return undefined;
    const look = new MutationObserver(() => show() && look.disconnect());
    look.observe(document.body, { childList: true, subtree: true });
    const timer = setTimeout(() => look.disconnect(), wait);
    return () => {
      look.disconnect();
      clearTimeout(timer);
    };
  }, [wanted]);
}
