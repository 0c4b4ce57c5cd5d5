import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { InboxItem } from '../../api/types';
import { int } from '../../lib/format';
import css from './Inbox.module.css';
import { inTab, type Tab, tabs } from './inbox';

interface InboxTabsProps {
  items: InboxItem[];
  current: Tab;
  onSwitch: (tab: Tab) => void;
}

/** InboxTabs are the states of notifications with their counts; the arrow keys walk over them. */
export function InboxTabs({ items, current, onSwitch }: InboxTabsProps) {
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
          <span className={css.badge}>{int(items.filter((item) => inTab(item, tab)).length)}</span>
        </button>
      ))}
    </div>
  );
}
