import { useEffect } from 'react';

import { onImportMenu, onOpen } from '../api/events';
import { useChooseFiles } from '../components/useChooseFiles';
import { goToHash } from '../lib/route';

/** useOpenEvents follows what comes from outside: a notification's address, the menu's import. */
export function useOpenEvents(): void {
  const choose = useChooseFiles();
  useEffect(() => onOpen(goToHash), []);
  useEffect(() => onImportMenu(choose), [choose]);
}
