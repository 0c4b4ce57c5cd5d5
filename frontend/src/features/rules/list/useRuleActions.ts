import { useMutation, useQueryClient } from '@tanstack/react-query';

import { askRulesAgain } from '../../../api/rules';
import { toastError } from '../../../components/toast';

/** useRuleActions does something with rules and asks again for what it changes. */
export function useRuleActions() {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: toastError,
    onSettled: () => askRulesAgain(client),
  });
  return { run: mutate, busy: isPending };
}
