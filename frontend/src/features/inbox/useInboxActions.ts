import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { inbox } from '../../api/actions';
import { keys } from '../../api/queries';
import { toast, toastError } from '../../components/toast';
import { day } from '../../lib/format';

/** InboxActions are what one does with notifications. */
export interface InboxActions {
  done: (ids: number[]) => void;
  reopen: (ids: number[]) => void;
  snooze: (ids: number[], until: string) => void;
}

/** useInboxActions changes notifications and offers to take it back. */
export function useInboxActions(after: () => void): InboxActions {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: toastError,
    onSettled: () => {
      after();
      return Promise.all([
        client.invalidateQueries({ queryKey: keys.inbox }),
        client.invalidateQueries({ queryKey: keys.status }),
        client.invalidateQueries({ queryKey: keys.account }),
      ]);
    },
  });
  const reopen = (ids: number[]) => mutate(() => inbox.reopen(ids));
  const undo = (ids: number[]) => ({ label: t('toast.undo'), run: () => reopen(ids) });
  return {
    reopen,
    done: (ids) =>
      mutate(() => inbox.done(ids), {
        onSuccess: () => toast({ message: t('inbox.doneToast', { count: ids.length }), undo: undo(ids) }),
      }),
    snooze: (ids, until) =>
      mutate(() => inbox.snooze(ids, until), {
        onSuccess: () =>
          toast({ message: t('inbox.snoozedToast', { count: ids.length, day: day(until) }), undo: undo(ids) }),
      }),
  };
}
