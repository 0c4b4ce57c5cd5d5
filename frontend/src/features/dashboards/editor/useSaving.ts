import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { library, reportKeys } from '../../../api/reports';
import { toast, toastError } from '../../../components/toast';
import type { Action, Draft } from './draft';
import { isChanged } from './draft';

/** Saving is how a draft is kept. */
export interface Saving {
  busy: boolean;
  /** save keeps the draft under its name, or under a new one; it returns the name, "" where it failed. */
  save(title?: string): Promise<string>;
}

/** useSaving returns it. A shipped dashboard becomes the person's own copy under the same name. */
export function useSaving(draft: Draft, dispatch: Dispatch<Action>): Saving {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const save = async (title?: string) => {
    const { name, ...rest } = draft.dashboard;
    if (title === undefined && !isChanged(draft)) return name ?? '';
    const document = title === undefined ? draft.dashboard : { ...rest, title };
    setBusy(true);
    try {
      const made = await library.save('dashboard', document);
      dispatch({ type: 'kept', dashboard: { ...document, name: made } });
      await client.invalidateQueries({ queryKey: reportKeys.library });
      toast({ message: t('dashboards.saved', { title: document.title }) });
      return made;
    } catch (cause) {
      toastError(cause);
      return '';
    } finally {
      setBusy(false);
    }
  };
  return { busy, save };
}
