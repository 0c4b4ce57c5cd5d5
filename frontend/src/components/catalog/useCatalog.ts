import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { settingsQuery } from '../../api/queries';
import { catalogQuery } from '../../api/reports';
import { type Words, wordsOf } from './words';

export type { Words };

/** useWords returns the catalog's words in the person's language; undefined until it was read. */
export function useWords(): Words | undefined {
  const { t, i18n } = useTranslation();
  const { data: catalog } = useQuery(catalogQuery(i18n.language));
  const { data: settings } = useQuery(settingsQuery());
  const fiscalStart = Number(settings?.fiscal_year_start ?? 1);
  return useMemo(() => catalog && wordsOf(catalog, t, fiscalStart), [catalog, t, fiscalStart]);
}
