import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isOutdated, keptNow, library, libraryQuery, reportKeys } from '../../../api/reports';
import type { Dashboard } from '../../../api/reportTypes';
import { toast, toastError } from '../../../components/toast';
import { freeTitle } from '../entries';
import type { Action, Draft } from './draft';
import { isChanged } from './draft';

/** Clash is a save that was refused; theirs is what is kept now, null where it was removed. */
export interface Clash {
  mine: Dashboard;
  theirs: Dashboard | null;
}

/** Saving is how a draft is kept. */
export interface Saving {
  busy: boolean;
  /** save keeps the draft under its name, or under a new one; it returns the name, "" where it failed. */
  save(title?: string): Promise<string>;
  /** clash is set while something else is kept than the draft started from. */
  clash: Clash | null;
  /** copy keeps the draft beside what is kept now, reload gives it up for that, overwrite puts it in its place. */
  copy(): Promise<string>;
  reload(): void;
  overwrite(): Promise<string>;
  later(): void;
}

/** useSaving returns it. A shipped dashboard becomes the person's own copy under the same name. */
export function useSaving(draft: Draft, dispatch: Dispatch<Action>): Saving {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [clash, setClash] = useState<Clash | null>(null);

  const keep = async (document: Dashboard, base: string, sent: Dashboard) => {
    const made = await library.save('dashboard', { ...document, version: base });
    setClash(null);
    dispatch({ type: 'kept', dashboard: { ...document, name: made.name }, base: made.version, sent });
    await client.invalidateQueries({ queryKey: reportKeys.library });
    toast({ message: t('dashboards.saved', { title: document.title }) });
    return made.name;
  };
  const refused = async (cause: unknown, document: Dashboard) => {
    if (!isOutdated(cause) || document.name === undefined) return toastError(cause);
    return setClash({ mine: document, theirs: await keptNow<Dashboard>('dashboard', document.name, i18n.language) });
  };
  const attempt = async (document: Dashboard, work: () => Promise<string>) => {
    // A second one would start from the version that the first is about to replace.
    if (busy) return '';
    setBusy(true);
    try {
      return await work();
    } catch (cause) {
      await refused(cause, document).catch(toastError);
      return '';
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    clash,
    save: async (title) => {
      const { name, ...rest } = draft.dashboard;
      if (title === undefined && !isChanged(draft)) return name ?? '';
      const document = title === undefined ? draft.dashboard : { ...rest, title };
      return attempt(document, () => keep(document, title === undefined ? draft.base : '', draft.dashboard));
    },
    copy: async () => {
      if (!clash) return '';
      const { name: _, ...rest } = clash.mine;
      return attempt(rest, async () => {
        const entries = await client.fetchQuery(libraryQuery('dashboard', i18n.language));
        return keep({ ...rest, title: freeTitle(rest.title, entries) }, '', clash.mine);
      });
    },
    reload: () => {
      if (clash?.theirs) dispatch({ type: 'reload', dashboard: clash.theirs });
      setClash(null);
    },
    overwrite: async () =>
      clash ? attempt(clash.mine, () => keep(clash.mine, clash.theirs?.version ?? '', clash.mine)) : '',
    later: () => setClash(null),
  };
}
