import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { libraryQuery } from '../../api/reports';
import { Icon } from '../../components/Icon';
import { goTo } from '../../lib/route';
import { isStandalone } from './entries';

/** Switcher goes from one dashboard to another. */
export function Switcher({ name }: { name: string }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(libraryQuery('dashboard', i18n.language));
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('dashboards.switch')} title={t('dashboards.switch')}>
          <Icon of={IconChevronDown} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown style={{ maxHeight: 420, overflow: 'auto' }}>
        {(data ?? []).filter(isStandalone).map((entry) => (
          <Menu.Item
            key={entry.name}
            onClick={() => goTo('dashboard', entry.name)}
            rightSection={entry.name === name ? <Icon of={IconCheck} label={t('dashboards.shown')} /> : null}
          >
            <span className="cut" style={{ display: 'block' }}>
              {entry.title}
            </span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => goTo('dashboards')}>{t('dashboards.all')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
