import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { reportQuery } from '../../../api/reports';
import type { Tile } from '../../../api/reportTypes';
import type { Reports } from './applied';

/** TileReports are the reports of tiles by the id of the tile, and what went wrong with those that are kept elsewhere. */
export interface TileReports {
  reports: Reports;
  errors: Record<string, Error | undefined>;
}

/** useReports gathers the reports of tiles: their own, and the kept ones they name. */
export function useReports(tiles: Tile[]): TileReports {
  const { i18n } = useTranslation();
  const names = [...new Set(tiles.flatMap(({ ref }) => (ref ? [ref] : [])))];
  const kept = useQueries({ queries: names.map((name) => reportQuery(name, i18n.language)) });
  const reports: Reports = {};
  const errors: TileReports['errors'] = {};
  for (const { id, report, ref } of tiles) {
    const found = ref ? kept[names.indexOf(ref)] : undefined;
    reports[id] = report ?? found?.data;
    errors[id] = found?.error ?? undefined;
  }
  return { reports, errors };
}
