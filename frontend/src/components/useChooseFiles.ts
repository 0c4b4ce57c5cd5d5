import { useCallback } from 'react';

import { imports } from '../api/actions';
import { startImport } from '../api/importRun';
import { goTo } from '../lib/route';
import { toastError } from './toast';

/** useChooseFiles asks for files in the system's dialog and imports them. */
export function useChooseFiles(): () => void {
  return useCallback(() => {
    imports.choose().then((paths) => {
      if (paths.length > 0) importFiles(paths);
    }, toastError);
  }, []);
}

/** importFiles shows the imports page and imports the files there. */
export function importFiles(paths: string[]): void {
  goTo('imports');
  startImport(paths);
}
