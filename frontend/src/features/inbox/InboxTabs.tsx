import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { InboxTab } from '../../api/inboxTypes';
import { int } from '../../lib/format';
import css from './Inbox.module.css';
import { tabs } from './inbox';

interface InboxTabsProps {
  counts: Record<InboxTab, number>;
  current: InboxTab;
  onSwitch: (tab: InboxTab) => void;
}

/** InboxTabs are the states of notifications with their counts; the arrow keys walk over them. */
export function InboxTabs({ counts, current, onSwitch }: InboxTabsProps) {
  const { t } = useTranslation();
  const press = (event: KeyboardEvent) => {
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
          <span className={css.badge}>{int(counts[tab] ?? 0)}</span>
        </button>
      ))}
    </div>
  );
}
