import { useEffect } from 'react';

/**
 * useMarkedOption lets Enter take the option of an open list that is marked. Mantine counts options, and begins anew at
 * the one that is chosen a moment after the list came: a key that was pressed before leaves its mark behind, and Enter
 * would take another option than the one that is seen.
 */
export function useMarkedOption(): void {
  useEffect(() => {
    const take = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof Element)) return;
      const list = document.getElementById(event.target.getAttribute('aria-controls') ?? '');
      const marked = list?.querySelector<HTMLElement>('[data-combobox-selected]');
      if (!marked) return;
      event.preventDefault();
      event.stopPropagation();
      marked.click();
    };
    window.addEventListener('keydown', take, { capture: true });
    return () => window.removeEventListener('keydown', take, { capture: true });
  }, []);
}
