import { useTranslation } from 'react-i18next';

import type { ImportRow } from '../../api/types';
import { Confirm } from '../../components/Confirm';
import { useUndoImport } from '../../components/useUndoImport';
import { int } from '../../lib/format';

interface UndoDialogProps {
  row: ImportRow | null;
  onClose: () => void;
}

/** UndoDialog asks before an import is taken back. */
export function UndoDialog({ row, onClose }: UndoDialogProps) {
  const { t } = useTranslation();
  const undo = useUndoImport();
  return (
    <Confirm
      opened={row !== null}
      question={t('undo.question', { file: row?.file ?? '' })}
      yes={t('undo.yes')}
      no={t('undo.no')}
      onNo={onClose}
      onYes={() => {
        if (row) undo([row]);
        onClose();
      }}
    >
      {t('undo.text', { added: int(row?.added), changed: int(row?.changed) })}
    </Confirm>
  );
}
