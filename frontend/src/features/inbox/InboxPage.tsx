import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { inboxQuery } from '../../api/queries';
import type { InboxItem } from '../../api/types';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { useView } from '../../components/useView';
import { hrefTo } from '../../lib/route';
import { BulkBar } from './BulkBar';
import css from './Inbox.module.css';
import { InboxList } from './InboxList';
import { InboxTabs } from './InboxTabs';
import { ReadingPane } from './ReadingPane';
import { useInbox } from './useInbox';

/** InboxPage lists notifications by what to do first, with the chosen one beside the list. */
export function InboxPage({ id }: { id: number | null }) {
  const { t } = useTranslation();
  const view = useView();
  const { data, error, isPlaceholderData, refetch } = useQuery(inboxQuery(view));
  return (
    <Page title={t('nav.inbox')} scroll={false} stale={isPlaceholderData}>
      {error ? (
        <ErrorPanel error={error} onRetry={refetch} />
      ) : data ? (
        <Content items={data} id={id} />
      ) : (
        <SkeletonPage />
      )}
    </Page>
  );
}

function Content({ items, id }: { items: InboxItem[]; id: number | null }) {
  const { t } = useTranslation();
  const inbox = useInbox(items, id);
  const { current, order, chosen } = inbox;
  return (
    <div className={css.page}>
      <InboxTabs items={items} current={inbox.tab} onSwitch={inbox.switchTo} />
      <div className={css.split}>
        <div className={css.left}>
          <BulkBar inbox={inbox} />
          {order.length === 0 ? (
            <Empty action={inbox.tab === 'open' && <a href={hrefTo('rules')}>{t('inbox.toRules')}</a>}>
              {t(`inbox.none.${inbox.tab}`)}
            </Empty>
          ) : (
            <InboxList
              groups={inbox.groups}
              current={current?.id ?? 0}
              marked={inbox.marked}
              onMark={(one) => inbox.mark([one], !inbox.marked.has(one))}
            />
          )}
        </div>
        {current && (
          <ReadingPane
            key={current.id}
            item={current}
            actions={inbox.actions}
            snoozing={inbox.snoozing && chosen.length === 0}
            onSnoozing={inbox.setSnoozing}
          />
        )}
      </div>
    </div>
  );
}
