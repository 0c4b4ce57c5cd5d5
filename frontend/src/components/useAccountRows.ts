import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';

import type { AccountRow } from '../api/types';
import { nameKey, searchAccounts } from './accounts';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});
const helper = createColumnHelper<typeof features, AccountRow>();

/** unknownLast lets missing values sort to the end in both directions. */
const unknownLast = <T>(value: T | null | ''): T | undefined => (value === null || value === '' ? undefined : value);
const lastOf = { sortUndefined: 'last' as const, sortFn: 'basic' as const };

const columns = helper.columns([
  helper.accessor(nameKey, { id: 'account', sortFn: 'basic' }),
  helper.accessor((row) => unknownLast(row.sold), { id: 'sold', ...lastOf }),
  helper.accessor((row) => unknownLast(row.assigned), { id: 'assigned', ...lastOf }),
  helper.accessor((row) => unknownLast(row.deploymentRate), { id: 'deploymentRate', ...lastOf }),
  helper.accessor((row) => unknownLast(row.active), { id: 'active', ...lastOf }),
  helper.accessor((row) => unknownLast(row.usageRate), { id: 'usageRate', ...lastOf }),
  helper.accessor((row) => unknownLast(row.overage), { id: 'overage', ...lastOf }),
  helper.accessor((row) => unknownLast(row.nextEnd), { id: 'nextEnd', ...lastOf }),
]);

/** useAccountRows searches and sorts; each is done again only when its input changes. */
export function useAccountRows(rows: AccountRow[], find: string) {
  const data = useMemo(() => searchAccounts(rows, find), [rows, find]);
  return useTable({
    features,
    columns,
    data,
    initialState: { sorting: [{ id: 'nextEnd', desc: false }] },
    enableSortingRemoval: false,
    getRowId: (row) => row.key,
  });
}
