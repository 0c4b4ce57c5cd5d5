import { ActionIcon, Button, Menu, Tabs, TextInput } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Dashboard } from '../../../api/reportTypes';
import { Icon } from '../../../components/Icon';
import type { Change } from './Editor';
import css from './Editor.module.css';
import { addTab, moveTab, removeTab, withTab } from './edits';

interface EditorTabsProps {
  dashboard: Dashboard;
  tab: string;
  onTab: (tab: string) => void;
  change: Change;
}

/** EditorTabs adds, names, moves and removes tabs. */
export function EditorTabs({ dashboard, tab, onTab, change }: EditorTabsProps) {
  const { t } = useTranslation();
  const [naming, setNaming] = useState(false);
  const at = dashboard.tabs.findIndex((one) => one.id === tab);
  const current = dashboard.tabs[at];
  const name = (title: string | undefined) => title || t('dashboards.untitledTab');
  const add = () => {
    const next = addTab(dashboard, '');
    change('addTab', next);
    onTab(next.tabs.at(-1)?.id ?? tab);
    setNaming(true);
  };
  return (
    <div className={css.tabs}>
      <Tabs value={tab} onChange={(id) => id && onTab(id)}>
        <Tabs.List aria-label={t('dashboards.tabs')}>
          {dashboard.tabs.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id}>
              {name(title)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {current && (
        <Menu position="bottom-start" width={200}>
          <Menu.Target>
            <ActionIcon size={24} aria-label={t('dashboards.tabMenu', { title: name(current.title) })}>
              <Icon of={IconDots} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => setNaming(true)}>
              {t('dashboards.renameTab')}
            </Menu.Item>
            <Menu.Item
              leftSection={<Icon of={IconArrowLeft} />}
              disabled={at === 0}
              onClick={() => change('moveTab', moveTab(dashboard, tab, -1))}
            >
              {t('dashboards.moveLeft')}
            </Menu.Item>
            <Menu.Item
              leftSection={<Icon of={IconArrowRight} />}
              disabled={at === dashboard.tabs.length - 1}
              onClick={() => change('moveTab', moveTab(dashboard, tab, 1))}
            >
              {t('dashboards.moveRight')}
            </Menu.Item>
            {dashboard.tabs.length > 1 && (
              <Menu.Item
                leftSection={<Icon of={IconTrash} />}
                onClick={() => change('removeTab', removeTab(dashboard, tab))}
              >
                {t('dashboards.removeTab')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {current && naming && (
        <TextInput
          ref={(input) => input?.focus()}
          aria-label={t('dashboards.tabTitle')}
          placeholder={t('dashboards.tabTitle')}
          value={current.title ?? ''}
          maxLength={100}
          w={180}
          onBlur={() => setNaming(false)}
          onKeyDown={(event) => (event.key === 'Enter' || event.key === 'Escape') && setNaming(false)}
          onChange={(event) => {
            const title = event.currentTarget.value;
            change(
              'renameTab',
              withTab(dashboard, tab, (one) => ({ ...one, title })),
              tab,
            );
          }}
        />
      )}
      <Button variant="subtle" leftSection={<Icon of={IconPlus} />} onClick={add}>
        {t('dashboards.addTab')}
      </Button>
    </div>
  );
}
