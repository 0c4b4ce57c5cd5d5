import { useMutation, useQueryClient } from '@tanstack/react-query';

import { keys } from '../../../api/queries';
import { ruleKeys } from '../../../api/rules';
import { toastError } from '../../../components/toast';

/** useRuleActions does something with rules and asks again for what it changes. */
export function useRuleActions() {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: toastError,
    onSettled: () =>
      Promise.all([ruleKeys.rules, keys.inbox, keys.status].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return { run: mutate, busy: isPending };
}
