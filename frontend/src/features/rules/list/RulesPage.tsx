import { Button } from '@mantine/core';
import { IconList, IconPlus, IconStar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { rulesQuery } from '../../../api/rules';
import { Empty } from '../../../components/Empty';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Icon } from '../../../components/Icon';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { hrefTo } from '../../../lib/route';
import css from './List.module.css';
import { RulesTable } from './RulesTable';

/** RulesPage lists the rules that send notifications. */
export function RulesPage() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(rulesQuery(i18n.language));
  const add = (
    <Button component="a" href={hrefTo('rule', 'new')} variant="filled" leftSection={<Icon of={IconPlus} />}>
      {t('rules.add')}
    </Button>
  );
  return (
    <Page
      title={t('nav.rules')}
      actions={data?.length === 0 ? undefined : add}
      bar={
        <>
          <span className="sm t2 grow">{t('rules.say')}</span>
          <span className={css.links}>
            <Button
              component="a"
              variant="subtle"
              leftSection={<Icon of={IconStar} size={14} />}
              href={hrefTo('watch')}
            >
              {t('watchlist.title')}
            </Button>
            <Button
              component="a"
              variant="subtle"
              leftSection={<Icon of={IconList} size={14} />}
              href={hrefTo('rules', 'activity')}
            >
              {t('rules.activity.title')}
            </Button>
          </span>
        </>
      }
    >
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonPage />}
      {data?.length === 0 && <Empty action={add}>{t('rules.none')}</Empty>}
      {data && data.length > 0 && <RulesTable rules={data} />}
    </Page>
  );
}
