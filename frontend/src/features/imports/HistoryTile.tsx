import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ImportRow } from '../../api/types';
import { Empty } from '../../components/Empty';
import { Tile } from '../../components/Tile';
import { ImportsTable } from './ImportsTable';
import { UndoDialog } from './UndoDialog';

/** HistoryTile lists every import, newest first; each opens its counts and can be taken back. */
export function HistoryTile({ rows }: { rows: ImportRow[] }) {
  const { t } = useTranslation();
  const [undoing, setUndoing] = useState<ImportRow | null>(null);
  return (
    <Tile title={t('history.title')} sub={t('history.sub')} flush={rows.length > 0}>
      {rows.length === 0 ? (
        <Empty>{t('history.none')}</Empty>
      ) : (
        <ImportsTable
          rows={rows}
          label={t('chart.table', { title: t('history.title') })}
          onUndo={setUndoing}
          newestFirst
        />
      )}
      <UndoDialog row={undoing} onClose={() => setUndoing(null)} />
    </Tile>
  );
}
