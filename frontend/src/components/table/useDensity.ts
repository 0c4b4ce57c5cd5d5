import { useQuery } from '@tanstack/react-query';

import { settingsQuery } from '../../api/queries';
import type { Density } from './layout';

/** useDensity is the density of a table: its own, else that of the settings. */
export function useDensity(own: Density | undefined): Density {
  const { data } = useQuery(settingsQuery());
  return own ?? (data?.density as Density | undefined) ?? 'normal';
}
