import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useLayoutEffect, useRef } from 'react';
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
  const { data: item } = useQuery(inboxItemQuery(id, i18n.language));
  const pane = useRef<HTMLElement>(null);
  const within = useRef(false);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <article ref={pane} className={css.pane} tabIndex={0} aria-label={item?.title ?? t('inbox.reading')}>
      <Read key={id} id={id} pane={pane} within={within} {...rest} />
    </article>
  );
}

interface ReadProps extends ReadingPaneProps {
  pane: RefObject<HTMLElement | null>;
  /** within says that the focus was in the pane when the one before was left. */
  within: RefObject<boolean>;
}

function Read({ id, pane, within, ...rest }: ReadProps) {
  const { i18n } = useTranslation();
  const { data: item, error, refetch } = useQuery(inboxItemQuery(id, i18n.language));
  // A button that answers goes with its notification: the focus stays in the pane.
  useLayoutEffect(() => {
    if (within.current) pane.current?.focus({ preventScroll: true });
    within.current = false;
    pane.current?.scrollTo?.(0, 0);
    return () => {
      within.current = pane.current?.contains(document.activeElement) ?? false;
    };
  }, [pane, within]);
  return (
    <>
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
    </>
  );
}
