import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { dashboardQuery, library, libraryQuery, reportKeys } from '../../api/reports';
import type { Dashboard, Entry } from '../../api/reportTypes';
import { toast, toastError } from '../../components/toast';
import { goTo } from '../../lib/route';
import { freeTitle } from './entries';

/** Named is what is needed of a dashboard to do something with it. */
type Named = Pick<Entry, 'name' | 'title'>;

/** Documents are the actions on whole dashboards; each can be taken back from its toast. */
export interface Documents {
  duplicate(entry: Named): Promise<void>;
  remove(entry: Named): Promise<void>;
  restore(entry: Named): Promise<void>;
}

/** useDocuments returns them. */
export function useDocuments(): Documents {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const changed = () => client.invalidateQueries({ queryKey: reportKeys.library });
  const get = (name: string) => client.fetchQuery({ ...dashboardQuery(name, i18n.language), staleTime: 0 });

  /** again puts a dashboard back as it was, where nothing is kept now. */
  const again = ({ version: _, ...dashboard }: Dashboard) => ({
    label: t('toast.undo'),
    run: () => void library.save('dashboard', dashboard).then(changed).catch(toastError),
  });
  const attempt = (action: () => Promise<void>) => action().catch(toastError);

  return {
    duplicate: ({ name, title }) =>
      attempt(async () => {
        const [dashboard, entries] = await Promise.all([
          get(name),
          client.fetchQuery(libraryQuery('dashboard', i18n.language)),
        ]);
        const { name: _, version: __, ...copy } = dashboard;
        const made = await library.save('dashboard', { ...copy, title: freeTitle(title, entries) });
        await changed();
        goTo('dashboard', made.name);
      }),
    remove: ({ name, title }) =>
      attempt(async () => {
        const dashboard = { ...(await get(name)), name };
        await library.remove('dashboard', name);
        await changed();
        toast({ message: t('dashboards.removed', { title }), undo: again(dashboard) });
      }),
    restore: ({ name, title }) =>
      attempt(async () => {
        const dashboard = { ...(await get(name)), name };
        await library.restore('dashboard', name);
        await changed();
        toast({ message: t('dashboards.restored', { title }), undo: again(dashboard) });
      }),
  };
}
