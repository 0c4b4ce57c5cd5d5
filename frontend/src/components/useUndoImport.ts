import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { imports } from '../api/actions';
import type { ImportRow } from '../api/types';
import { toast, toastError } from './toast';

/** useUndoImport takes imports back, one after the other, and says so. */
export function useUndoImport(): (rows: ImportRow[]) => Promise<void> {
  const { t } = useTranslation();
  const client = useQueryClient();
  return async (rows) => {
    try {
      for (const row of rows) await imports.undo(row.id);
      toast({ message: t('undo.done', { file: rows[0]?.file ?? '', count: rows.length }) });
    } catch (cause) {
      toastError(cause);
    }
    await client.invalidateQueries();
  };
}
