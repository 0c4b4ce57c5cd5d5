import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { statusQuery } from '../../../api/queries';
import { type Keeping, keepingIn } from '../model/keep';

/** useKeeping holds on to changes of the rules of the store that is open. */
export function useKeeping(): Keeping {
  const { data: status } = useQuery(statusQuery());
  const store = status?.store ?? '';
  return useMemo(() => keepingIn(store), [store]);
}
