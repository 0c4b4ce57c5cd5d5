import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { inboxItemQuery } from '../../api/inbox';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Advice } from './Advice';
import { Happened } from './Happened';
import css from './Inbox.module.css';
import { PaneHead } from './PaneHead';
import type { InboxActions } from './useInboxActions';
import { Why } from './Why';

interface ReadingPaneProps {
  id: number;
  actions: InboxActions;
  snoozing: boolean;
  onSnoozing: (open: boolean) => void;
}

/** ReadingPane tells of one notification what it is, why it fired, what happened and what can still be done. */
export function ReadingPane({ id, ...rest }: ReadingPaneProps) {
  const { t, i18n } = useTranslation();
  const { data: item, error, refetch } = useQuery(inboxItemQuery(id, i18n.language));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <article className={css.pane} tabIndex={0} aria-label={item?.title ?? t('inbox.reading')}>
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!item && !error && <Skeleton height={160} m={16} />}
      {item && (
        <>
          <PaneHead item={item} {...rest} />
          <Why item={item} />
          <Happened item={item} />
          <Advice item={item} />
        </>
      )}
    </article>
  );
}
