import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconPencil, IconRestore, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '../../api/reportTypes';
import { Icon } from '../../components/Icon';
import { goTo } from '../../lib/route';
import { useDocuments } from './useDocuments';

/** EntryMenu is what can be done with a dashboard of the list. */
export function EntryMenu({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const documents = useDocuments();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('dashboards.menu', { title: entry.title })}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => goTo('dashboard', entry.name, 'edit')}>
          {t('dashboards.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon of={IconCopy} />} onClick={() => documents.duplicate(entry)}>
          {t('dashboards.duplicate')}
        </Menu.Item>
        {entry.origin === 'copy' && (
          <Menu.Item leftSection={<Icon of={IconRestore} />} onClick={() => documents.restore(entry)}>
            {t('dashboards.restore')}
          </Menu.Item>
        )}
        {entry.origin === 'own' && (
          <Menu.Item leftSection={<Icon of={IconTrash} />} onClick={() => documents.remove(entry)}>
            {t('dashboards.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
