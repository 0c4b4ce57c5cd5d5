import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { keptNow, library, reportKeys, reportQuery } from '../../../api/reports';
import type { Entry, Kept, Report } from '../../../api/reportTypes';
import { toast, toastError } from '../../../components/toast';
import { goTo } from '../../../lib/route';
import { forgetDraft } from '../draft/keep';

/** useReportActions are what can be done to a report that is kept. */
export function useReportActions() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const fresh = () => client.invalidateQueries({ queryKey: reportKeys.library });
  const document = (name: string) => client.fetchQuery({ ...reportQuery(name, i18n.language), staleTime: 0 });

  const save = async (report: Report): Promise<Kept> => {
    const kept = await library.save('report', report);
    await fresh();
    return kept;
  };
  /** again puts a report back as it was, where nothing is kept now. */
  const again = ({ version: _, ...report }: Report, name: string) => ({
    label: t('toast.undo'),
    run: () => guarded(save({ ...report, name })),
  });

  /** guarded tells what went wrong in a toast. */
  const guarded = (work: Promise<unknown>) => {
    work.catch(toastError);
  };

  return {
    save,
    now: (name: string) => keptNow<Report>('report', name, i18n.language),
    favourite: (entry: Entry) => guarded(library.favourite('report', entry.name, !entry.favourite).then(fresh)),
    duplicate: (entry: Entry) =>
      guarded(
        document(entry.name).then(async (report) => {
          const { name: _, version: __, ...copy } = report;
          const { name } = await save({ ...copy, title: t('reports.copyOf', { title: report.title }) });
          goTo('report', name);
        }),
      ),
    rename: (name: string, title: string, words: string) =>
      guarded(document(name).then((report) => save({ ...report, name, title, words: words || undefined }))),
    remove: (entry: Entry) =>
      guarded(
        document(entry.name).then(async (report) => {
          await library.remove('report', entry.name);
          forgetDraft(entry.name);
          await fresh();
          toast({
            message: t('reports.removed', { title: entry.title }),
            undo: again(report, entry.name),
          });
        }),
      ),
    restore: (entry: Entry) =>
      guarded(
        document(entry.name).then(async (changed) => {
          await library.restore('report', entry.name);
          forgetDraft(entry.name);
          await fresh();
          toast({
            message: t('reports.restored', { title: entry.title }),
            undo: again(changed, entry.name),
          });
        }),
      ),
  };
}

/** ReportActions are those of useReportActions. */
export type ReportActions = ReturnType<typeof useReportActions>;
