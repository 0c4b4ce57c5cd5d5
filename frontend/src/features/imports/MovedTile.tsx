import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { movedQuery } from '../../api/queries';
import type { ImportRow } from '../../api/types';
import { ErrorPanel } from '../../components/ErrorPanel';
import { moment } from '../../lib/format';
import css from './Imports.module.css';
import { MovesTable } from './MovesTable';
import { TotalsTable } from './TotalsTable';

interface MovedTileProps {
  row: ImportRow;
  /** history is every import, to compare with an earlier one. */
  history: ImportRow[];
}

/** MovedTile is the brief of what an import changed, or what changed since an earlier one. */
export function MovedTile({ row, history }: MovedTileProps) {
  const { t } = useTranslation();
  const [since, setSince] = useState(0);
  const { data, error, refetch } = useQuery(movedQuery(row.id, since));
  const earlier = history.filter((other) => other.id < row.id && other.state === 'committed');
  return (
    <>
      {earlier.length > 0 && (
        <div className={css.compare}>
          <Select
            label={t('moved.compare')}
            w={420}
            value={String(since)}
            allowDeselect={false}
            searchable
            data={[
              { value: '0', label: t('moved.before') },
              ...earlier.map((other) => ({
                value: String(other.id),
                label: t('moved.since', { file: other.file, when: moment(other.importedAt) }),
              })),
            ]}
            onChange={(value) => setSince(Number(value))}
          />
        </div>
      )}
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {data && (data.totals ?? []).length > 0 && <TotalsTable review={data} />}
      {data && <MovesTable review={data} title={t('moved.title')} linked />}
    </>
  );
}
