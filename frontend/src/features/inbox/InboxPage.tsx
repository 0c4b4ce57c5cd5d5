import { useTranslation } from 'react-i18next';

import { ErrorPanel } from '../../components/ErrorPanel';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { cx } from '../../lib/cx';
import { BulkBar } from './BulkBar';
import css from './Inbox.module.css';
import { InboxFilters } from './InboxFilters';
import { InboxList } from './InboxList';
import { InboxTabs } from './InboxTabs';
import { NothingHere } from './NothingHere';
import { ReadingPane } from './ReadingPane';
import { SilenceNote } from './SilenceNote';
import { type Inbox, useInbox } from './useInbox';

/** InboxPage lists notifications by what to do first, with the chosen one beside the list. */
export function InboxPage({ id }: { id: number | null }) {
  const { t } = useTranslation();
  const inbox = useInbox(id);
  const { pages } = inbox;
  return (
    <Page title={t('nav.inbox')} scroll={false} stale={pages.stale}>
      {pages.error ? (
        <ErrorPanel error={pages.error} onRetry={pages.again} />
      ) : pages.first ? (
        <Content inbox={inbox} />
      ) : (
        <SkeletonPage />
      )}
    </Page>
  );
}

function Content({ inbox }: { inbox: Inbox }) {
  const { first } = inbox.pages;
  if (!first) return null;
  return (
    <div className={css.page}>
      <div className={css.top}>
        <InboxTabs counts={first.tabs} current={inbox.tab} onSwitch={inbox.switchTo} />
        <SilenceNote />
      </div>
      <div className={css.tools}>
        <BulkBar inbox={inbox} />
        <InboxFilters inbox={inbox} />
      </div>
      <div className={css.split}>
        <div className={cx(css.left, first.count === 0 && css.whole)}>
          {first.count === 0 ? <NothingHere inbox={inbox} /> : <InboxList inbox={inbox} />}
        </div>
        {inbox.currentId !== null && (
          <ReadingPane
            id={inbox.currentId}
            actions={inbox.actions}
            snoozing={inbox.snoozing && inbox.chosen.length === 0}
            onSnoozing={inbox.setSnoozing}
          />
        )}
      </div>
    </div>
  );
}
