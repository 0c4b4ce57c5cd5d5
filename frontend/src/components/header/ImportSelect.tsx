import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { importsQuery } from '../../api/queries';
import type { ImportRow } from '../../api/types';
import { moment } from '../../lib/format';

interface ImportSelectProps {
  value: number | undefined;
  onChoose: (row: ImportRow) => void;
}

/** ImportSelect chooses an import that holds, the newest first. */
export function ImportSelect({ value, onChoose }: ImportSelectProps) {
  const { t } = useTranslation();
  const { data } = useQuery(importsQuery());
  const rows = (data ?? []).filter((row) => row.state === 'committed');
  return (
    <Select
      label={t('header.import')}
      placeholder={t('header.chooseImport')}
      value={value === undefined ? null : String(value)}
      data={rows.map((row) => ({
        value: String(row.id),
        label: t('header.importIs', { id: row.id, title: row.title, moment: moment(row.importedAt) }),
      }))}
      onChange={(id) => {
        const row = rows.find((one) => String(one.id) === id);
        if (row) onChoose(row);
      }}
      searchable
      nothingFoundMessage={t('header.noImport')}
      limit={50}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
