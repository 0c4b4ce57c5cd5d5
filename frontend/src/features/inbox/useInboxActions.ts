import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { reopen as reopenItems } from '../../api/actions';
import { inboxActions } from '../../api/inbox';
import { keys } from '../../api/queries';
import type { SnoozeReturn } from '../../api/ruleTypes';
import { toast, toastError } from '../../components/toast';
import { useToday } from '../../components/useView';
import { int } from '../../lib/format';
import { untilText } from './until';

/** InboxActions are what one does with notifications; note is the person's reason, "" for none. */
export interface InboxActions {
  done: (ids: number[], note?: string) => void;
  reopen: (ids: number[]) => void;
  snooze: (ids: number[], until: SnoozeReturn, note?: string) => void;
  draft: (id: number) => void;
  calendar: (ids: number[]) => void;
}

/** useInboxActions changes notifications and offers to take it back; after is told which were changed. */
export function useInboxActions(after: (ids: number[]) => void): InboxActions {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const today = useToday();
  const { mutate } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: toastError,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.inbox }),
        client.invalidateQueries({ queryKey: keys.status }),
        client.invalidateQueries({ queryKey: keys.account }),
      ]),
  });
  // What is said belongs to the work: it is said to who has left the page, or answered the next one meanwhile, too.
  const answer = (ids: number[], work: () => Promise<unknown>, say = () => {}) =>
    mutate(async () => {
      await work();
      after(ids);
      say();
    });
  const reopen = (ids: number[]) => answer(ids, () => reopenItems(ids));
  const undo = (ids: number[]) => ({ label: t('toast.undo'), run: () => reopen(ids) });
  const said = (ids: number[]) => ({ count: ids.length, number: int(ids.length) });
  const write = (work: Promise<string>) =>
    work.then((path) => path !== '' && toast({ message: t('inbox.written', { path }) })).catch(toastError);
  return {
    reopen,
    done: (ids, note = '') =>
      answer(
        ids,
        () => inboxActions.done(ids, note),
        () => toast({ message: t('inbox.doneToast', said(ids)), undo: undo(ids) }),
      ),
    snooze: (ids, until, note = '') =>
      answer(
        ids,
        () => inboxActions.snooze(ids, until, note),
        () =>
          toast({
            message: t('inbox.snoozedToast', { ...said(ids), until: untilText(until, today, t) }),
            undo: undo(ids),
          }),
      ),
    draft: (id) => {
      write(inboxActions.draft(id, i18n.language));
    },
    calendar: (ids) => {
      write(inboxActions.calendar(ids, i18n.language));
    },
  };
}
