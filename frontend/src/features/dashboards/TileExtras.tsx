import { Menu } from '@mantine/core';
import { IconCopyPlus, IconPencil, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { dashboardQuery, library as documents, libraryQuery, reportKeys } from '../../api/reports';
import type { Dashboard, Report, Tile } from '../../api/reportTypes';
import { Icon } from '../../components/Icon';
import { toast, toastError } from '../../components/toast';
import { goTo, hrefWith } from '../../lib/route';
import { appended } from './editor/place';
import { isStandalone } from './entries';

interface TileExtrasProps {
  /** name is that of the dashboard the tile is on. */
  name: string;
  tile: Tile;
  report: Report;
}

/** TileExtras are the entries of a tile's menu that change dashboards. */
export function TileExtras({ name, tile, report }: TileExtrasProps) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(libraryQuery('dashboard', i18n.language));
  const others = (data ?? []).filter((entry) => isStandalone(entry) && entry.name !== name);

  const put = async (onto: string, title: string) => {
    try {
      const dashboard = await client.fetchQuery({ ...dashboardQuery(onto, i18n.language), staleTime: 0 });
      await documents.save('dashboard', withTile({ ...dashboard, name: onto }, tile, report));
      await client.invalidateQueries({ queryKey: reportKeys.library });
      toast({
        message: t('dashboards.tilePut', { title }),
        undo: { label: t('dashboards.look'), run: () => goTo('dashboard', onto) },
      });
    } catch (cause) {
      toastError(cause);
    }
  };
  const putOnNew = () => {
    window.location.hash = hrefWith({ tile: JSON.stringify(withReport(tile, report)) }, 'dashboard', 'new', 'edit');
  };
  return (
    <>
      <Menu.Item
        leftSection={<Icon of={IconPencil} />}
        onClick={() => {
          window.location.hash = hrefWith({ tile: tile.id }, 'dashboard', name, 'edit');
        }}
      >
        {t('dashboards.editTile')}
      </Menu.Item>
      <Menu.Sub>
        <Menu.Sub.Target>
          <Menu.Sub.Item leftSection={<Icon of={IconCopyPlus} />}>{t('dashboards.putOn')}</Menu.Sub.Item>
        </Menu.Sub.Target>
        <Menu.Sub.Dropdown style={{ maxHeight: 360, overflow: 'auto' }}>
          <Menu.Item leftSection={<Icon of={IconPlus} />} onClick={putOnNew}>
            {t('dashboards.putOnNew')}
          </Menu.Item>
          {others.map((entry) => (
            <Menu.Item key={entry.name} onClick={() => put(entry.name, entry.title)}>
              {entry.title}
            </Menu.Item>
          ))}
        </Menu.Sub.Dropdown>
      </Menu.Sub>
    </>
  );
}

/** withReport is a tile that can stand on its own: a kept report stays a reference. */
function withReport(tile: Tile, report: Report): Tile {
  return tile.ref ? tile : { ...tile, report };
}

/** withTile is a dashboard with a copy of a tile below what is on its first tab. */
function withTile(dashboard: Dashboard, tile: Tile, report: Report): Dashboard {
  const [first, ...rest] = dashboard.tabs;
  if (!first) return dashboard;
  return { ...dashboard, tabs: [{ ...first, tiles: appended(first.tiles, withReport(tile, report)) }, ...rest] };
}
