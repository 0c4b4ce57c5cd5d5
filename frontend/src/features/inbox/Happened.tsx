import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { historyQuery } from '../../api/inbox';
import type { InboxItem } from '../../api/types';
import { useWords } from '../../components/catalog/useCatalog';
import { ErrorPanel } from '../../components/ErrorPanel';
import { useToday } from '../../components/useView';
import { momentNear } from '../../lib/format';
import { told } from './history';
import css from './Inbox.module.css';

/** Happened is what became of a notification, oldest first. */
export function Happened({ item }: { item: InboxItem }) {
  const { t } = useTranslation();
  const words = useWords();
  const today = useToday();
  const { data, error, refetch } = useQuery(historyQuery(item.id));
  return (
    <div className={css.sec}>
      <h3>{t('inbox.happened')}</h3>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      <ol className={css.steps}>
        {data?.map((line) => {
          const { what, more } = told(line, words, today, t);
          return (
            <li key={line.id}>
              <time dateTime={line.at}>{momentNear(line.at, today)}</time>
              <span>
                <b>{what}</b> {more}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
