import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { libraryQuery } from '../../api/reports';
import type { Entry } from '../../api/reportTypes';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { FindInput } from '../../components/FindInput';
import { Icon } from '../../components/Icon';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { useToday } from '../../components/useView';
import { int, localDay, missing, since } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import css from './Dashboards.module.css';
import { EntryMenu } from './EntryMenu';
import { isStandalone, matching } from './entries';
import { Star } from './Star';

/** DashboardsPage lists every dashboard: favourites first, then as they are shipped, then the person's own. */
export function DashboardsPage() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(libraryQuery('dashboard', i18n.language));
  const [find, setFind] = useState('');
  const wanted = useDeferredValue(find);
  const entries = (data ?? []).filter(isStandalone);
  const shown = matching(entries, wanted);
  const bar = (
    <>
      <FindInput value={find} onChange={setFind} placeholder={t('dashboards.find')} />
      <span className="grow" />
      <span className="t2 sm" role="status">
        {t('dashboards.count', { count: shown.length, number: int(shown.length) })}
      </span>
    </>
  );
  const add = (
    <Button
      component="a"
      variant="filled"
      href={hrefTo('dashboard', 'new', 'edit')}
      leftSection={<Icon of={IconPlus} />}
    >
      {t('dashboards.new')}
    </Button>
  );
  return (
    <Page title={t('dashboards.title')} actions={add} bar={bar}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonPage />}
      {data && shown.length === 0 && (
        <Empty action={<Button onClick={() => setFind('')}>{t('find.clear')}</Button>}>
          {t('dashboards.noMatch', { find: wanted })}
        </Empty>
      )}
      {shown.length > 0 && <EntryTable entries={shown} />}
    </Page>
  );
}

function EntryTable({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation();
  const today = useToday();
  const anyChanged = entries.some((entry) => entry.changed_at !== '');
  return (
    <table className={css.table}>
      <caption className="sr">{t('dashboards.title')}</caption>
      <thead>
        <tr>
          <th scope="col" className={css.star}>
            <span className="sr">{t('dashboards.favouriteColumn')}</span>
          </th>
          <th scope="col" className={css.name}>
            {t('dashboards.name')}
          </th>
          <th scope="col">{t('dashboards.shows')}</th>
          <th scope="col" className={css.origin}>
            {t('dashboards.origin')}
          </th>
          {anyChanged && (
            <th scope="col" className={css.changed}>
              {t('dashboards.changed')}
            </th>
          )}
          <th scope="col" className={css.menu}>
            <span className="sr">{t('dashboards.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.name}>
            <td className={css.star}>
              <Star name={entry.name} title={entry.title} />
            </td>
            <td>
              <a href={hrefTo('dashboard', entry.name)} className={css.link} title={entry.title}>
                {entry.title}
              </a>
            </td>
            <td className={css.words}>{entry.words}</td>
            <td className="t2">{t(`dashboards.origins.${entry.origin}`)}</td>
            {anyChanged && (
              <td className="t2" title={localDay(entry.changed_at)}>
                {entry.changed_at === '' ? missing : since(entry.changed_at, today)}
              </td>
            )}
            <td className={css.menu}>
              <EntryMenu entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
