import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { imports } from '../api/actions';
import type { ImportRow } from '../api/types';
import { toast, toastError } from './toast';

/** useUndoImport takes an import back and says so. */
export function useUndoImport(): (row: Pick<ImportRow, 'id' | 'file'>) => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (row) => {
    imports
      .undo(row.id)
      .then(() => {
        toast({ message: t('undo.done', { file: row.file }) });
        return client.invalidateQueries();
      })
      .catch(toastError);
  };
}
