import { Button, Checkbox } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { inboxQuery } from '../../api/queries';
import type { InboxItem } from '../../api/types';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { useToday, useView } from '../../components/useView';
import { int } from '../../lib/format';
import { goTo, hrefTo, setParam, useRoute } from '../../lib/route';
import css from './Inbox.module.css';
import { InboxList } from './InboxList';
import { groupsOf, inTab, type Tab, tabs } from './inbox';
import { ReadingPane } from './ReadingPane';
import { SnoozeMenu } from './SnoozeMenu';
import { useInboxActions } from './useInboxActions';

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
        <Inbox items={data} id={id} />
      ) : (
        <SkeletonPage />
      )}
    </Page>
  );
}

function Inbox({ items, id }: { items: InboxItem[]; id: number | null }) {
  const { t } = useTranslation();
  const today = useToday();
  const { params } = useRoute();
  const asked = items.find((item) => item.id === id);
  const tab = tabs.find((name) => name === params.get('tab')) ?? (asked ? tabOf(asked) : 'open');
  const shown = items.filter((item) => inTab(item, tab));
  const groups = groupsOf(shown, tab, today);
  const order = groups.flatMap((group) => group.items);
  const current = order.find((item) => item.id === id) ?? order[0];
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const chosen = order.filter((item) => marked.has(item.id)).map((item) => item.id);
  const actions = useInboxActions(() => setMarked(new Set()));
  const [snoozing, setSnoozing] = useState(false);

  const open = (item: InboxItem | undefined) => item && goTo('inbox', item.id);
  const move = (by: number) => {
    const at = order.findIndex((item) => item.id === current?.id);
    open(order[Math.max(0, Math.min(order.length - 1, at + by))]);
  };
  const targets = chosen.length > 0 ? chosen : current ? [current.id] : [];
  useHotkeys([
    ['J', () => move(1)],
    ['K', () => move(-1)],
    ['E', () => targets.length > 0 && tab !== 'done' && tab !== 'resolved' && actions.done(targets)],
    ['S', () => targets.length > 0 && (tab === 'open' || tab === 'snoozed') && setSnoozing(true)],
    ['X', () => current && setMarked(toggled(marked, current.id))],
  ]);
  const switchTo = (name: Tab) => {
    setMarked(new Set());
    window.location.hash = hrefTo('inbox');
    setParam('tab', name === 'open' ? null : name);
  };

  return (
    <div className={css.page}>
      <Tabs items={items} current={tab} onSwitch={switchTo} />
      <div className={css.split}>
        <div className={css.left}>
          <div className={css.bulk}>
            <Checkbox
              aria-label={t('inbox.selectAll')}
              checked={chosen.length > 0 && chosen.length === order.length}
              indeterminate={chosen.length > 0 && chosen.length < order.length}
              disabled={order.length === 0}
              onChange={(event) => setMarked(new Set(event.currentTarget.checked ? order.map((item) => item.id) : []))}
            />
            {chosen.length > 0 ? (
              <>
                <span className="bold">{t('inbox.selected', { count: chosen.length })}</span>
                {tab === 'open' || tab === 'snoozed' ? (
                  <>
                    <Button onClick={() => actions.done(chosen)}>{t('inbox.done')}</Button>
                    <SnoozeMenu onSnooze={(until) => actions.snooze(chosen, until)} />
                  </>
                ) : (
                  <Button onClick={() => actions.reopen(chosen)}>{t('inbox.reopen')}</Button>
                )}
              </>
            ) : (
              <span className="t2">{t('inbox.hint')}</span>
            )}
          </div>
          {order.length === 0 ? (
            <Empty>{t(`inbox.none.${tab}`)}</Empty>
          ) : (
            <InboxList
              groups={groups}
              current={current?.id ?? 0}
              marked={marked}
              onMark={(mark) => setMarked(toggled(marked, mark))}
            />
          )}
        </div>
        {current && (
          <ReadingPane key={current.id} item={current} actions={actions} snoozing={snoozing} onSnoozing={setSnoozing} />
        )}
      </div>
    </div>
  );
}

function toggled(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function tabOf(item: InboxItem): Tab {
  return tabs.find((tab) => inTab(item, tab)) ?? 'open';
}

interface TabsProps {
  items: InboxItem[];
  current: Tab;
  onSwitch: (tab: Tab) => void;
}

function Tabs({ items, current, onSwitch }: TabsProps) {
  const { t } = useTranslation();
  const press = (event: React.KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[tabs.indexOf(current) + by];
    if (by === 0 || !next) return;
    onSwitch(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div role="tablist" aria-label={t('inbox.tabs')} className={css.tabs} onKeyDown={press}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          data-tab={tab}
          aria-selected={tab === current}
          tabIndex={tab === current ? 0 : -1}
          onClick={() => onSwitch(tab)}
        >
          {t(`inbox.tab.${tab}`)}
          <span className={css.badge}>{int(items.filter((item) => inTab(item, tab)).length)}</span>
        </button>
      ))}
    </div>
  );
}
