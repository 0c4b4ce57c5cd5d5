import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';

import type { ListedValue, ValueList } from '../api/metricTypes';
import { setRegion } from '../lib/format';
import { startLanguage } from '../lib/i18n';
import { catalog } from './catalog';

/** Asked are the lists of values that were asked for. */
export type Asked = ValueList[];

const staleness = [
  { source: 'Partner Center', dataset: 'entitlements', asOf: '2026-11-20', every: 7, late: 0, gap: '', importedAt: '' },
  { source: 'FlexNet', dataset: 'usage', asOf: '2026-10-31', every: 1, late: 19, gap: '', importedAt: '' },
];

const imports = [
  { id: 12, state: 'committed', title: 'Partner Center', importedAt: '2026-11-19T08:00:00Z' },
  { id: 11, state: 'undone', title: 'FlexNet', importedAt: '2026-11-18T08:00:00Z' },
];

/** installReports puts a small program behind the window: a catalog, values to choose from, sources and imports. */
export function installReports(values: ListedValue[] = []): Asked {
  const asked: Asked = [];
  Object.assign(window, {
    go: {
      bridge: {
        Reports: {
          Catalog: async () => JSON.stringify(catalog),
          Values: async (text: string) => {
            asked.push(JSON.parse(text));
            return JSON.stringify(values);
          },
        },
        Definitions: { All: async () => '{}' },
        System: { Status: async () => ({ today: '2026-11-20', lastUpdated: '2026-11-20T08:42:00Z' }) },
        Settings: { All: async () => ({ week_start: 'monday', fiscal_year_start: '1' }) },
        Imports: { Staleness: async () => staleness, History: async () => imports },
      },
    },
  });
  return asked;
}

/** show renders a part of the window with what it needs around it. */
export function show(children: ReactNode): void {
  startLanguage('en', 'en-GB');
  setRegion('en-GB', 'en');
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MantineProvider env="test">{children}</MantineProvider>
    </QueryClientProvider>,
  );
}
