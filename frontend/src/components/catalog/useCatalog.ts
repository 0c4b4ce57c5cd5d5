import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { settingsQuery } from '../../api/queries';
import { catalogQuery } from '../../api/reports';
import type { Calendar } from '../../lib/span';
import { useToday, useView } from '../useView';
import { type Words, wordsOf } from './words';

export type { Words };

const weekDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** useCalendar returns the day that is asked for and where the person's periods begin. */
export function useCalendar(): Calendar {
  const { data: settings } = useQuery(settingsQuery());
  const { asOf } = useView();
  const now = useToday();
  const today = asOf || now;
  const weekStart = Math.max(0, weekDays.indexOf(settings?.week_start ?? 'monday')) + 1;
  const fiscalStart = Number(settings?.fiscal_year_start ?? 1);
  return useMemo(() => ({ today, weekStart, fiscalStart }), [today, weekStart, fiscalStart]);
}

/** useWords returns the catalog's words in the person's language; undefined until it was read. */
export function useWords(): Words | undefined {
  const { t, i18n } = useTranslation();
  const { data: catalog } = useQuery(catalogQuery(i18n.language));
  const calendar = useCalendar();
  const { language } = i18n;
  return useMemo(() => catalog && wordsOf(catalog, t, calendar, language), [catalog, t, calendar, language]);
}

/** useSourceName names a source in the person's language; one that a person named keeps its name. */
export function useSourceName(): (source: string) => string {
  const words = useWords();
  return (source) => words?.value('source', source) ?? source;
}
