import { Button, Menu } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useShortcut } from '../../lib/useShortcut';
import { Icon } from '../Icon';
import { ExportItems } from './ExportMenu';
import { type Exportable, useExportables } from './exportables';

/** PageExport is the menu of exports of a page of tiles. The keys of it are for the tile that has the focus. */
export function PageExport({ title }: { title: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [focused, setFocused] = useState<Exportable>();
  const all = useExportables();
  const open = (one?: Exportable) => {
    setFocused(one);
    setOpened(true);
  };
  useShortcut('export', () => open(all.find((one) => one.place.current?.contains(document.activeElement))));
  if (all.length === 0) return null;
  const alone = focused ?? (all.length === 1 ? all[0] : undefined);
  return (
    <Menu
      position="bottom-end"
      width={280}
      opened={opened}
      onChange={(on) => (on ? open() : setOpened(false))}
      returnFocus
    >
      <Menu.Target>
        <Button leftSection={<Icon of={IconFileExport} />} aria-label={t('exports.menu', { title })}>
          {t('exports.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflow: 'auto' }}>
        {alone ? (
          <>
            {all.length > 1 && <Menu.Label>{alone.title}</Menu.Label>}
            <ExportItems asking={alone.asking} title={alone.title} picture={alone.picture} />
          </>
        ) : (
          all.map((one) => (
            <Menu.Sub key={one.id}>
              <Menu.Sub.Target>
                <Menu.Sub.Item>{one.title}</Menu.Sub.Item>
              </Menu.Sub.Target>
              <Menu.Sub.Dropdown>
                <ExportItems asking={one.asking} title={one.title} picture={one.picture} />
              </Menu.Sub.Dropdown>
            </Menu.Sub>
          ))
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
