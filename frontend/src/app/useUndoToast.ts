import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useImportRun } from '../api/importRun';
import { toast } from '../components/toast';
import { useUndoImport } from '../components/useUndoImport';
import { int } from '../lib/format';

/** useUndoToast says what an import brought, wherever the person is by then, and offers to take it back. */
export function useUndoToast(): void {
  const { t } = useTranslation();
  const run = useImportRun();
  const undo = useUndoImport();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per result, not whenever the words or the undo are made anew.
  useEffect(() => {
    const stored = run.rows.filter((row) => row.state === 'committed');
    const [first] = stored;
    if (run.state !== 'finished' || !first) return;
    const added = stored.reduce((sum, row) => sum + row.added, 0);
    const changed = stored.reduce((sum, row) => sum + row.changed, 0);
    toast({
      title:
        stored.length === 1
          ? t('imports.doneOne', { file: first.file })
          : t('imports.doneMany', { count: stored.length }),
      message: t('imports.doneText', { added: int(added), changed: int(changed) }),
      undo: { label: t('toast.undo'), run: () => undo(stored) },
    });
  }, [run.state, run.rows]);
}
