import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Compare } from '../../../api/metricTypes';
import type { Dashboard, Report, Tile } from '../../../api/reportTypes';
import { Empty } from '../../Empty';
import { useView } from '../../useView';
import css from './Dashboard.module.css';
import { DashboardTile } from './DashboardTile';
import { type Look, tabOf } from './look';
import { useReports } from './useReports';

interface DashboardViewProps {
  dashboard: Dashboard;
  look: Look;
  onLook: (look: Look) => void;
  compare?: Compare | undefined;
  /** account limits every tile to one account. */
  account?: string;
  /** more are entries of a tile's menu that only the page can offer. */
  more?: (tile: Tile, report: Report) => ReactNode;
}

/** DashboardView is the tabs of a dashboard and the sheet of the one that is looked at. Esc clears what is selected. */
export function DashboardView(props: DashboardViewProps) {
  const { dashboard, look, onLook } = props;
  const { t } = useTranslation();
  const tab = tabOf(dashboard, look);
  if (!tab) return <Empty>{t('dashboards.noTiles')}</Empty>;
  const clear = () => look.selections.length > 0 && onLook({ ...look, selections: [] });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc is heard from every tile; the chips have buttons for the same.
    <div className={css.dashboard} onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && clear()}>
      {dashboard.tabs.length > 1 && (
        <Tabs value={tab.id} onChange={(id) => id && onLook({ ...look, tab: id, selections: [] })} className={css.tabs}>
          <Tabs.List aria-label={t('dashboards.tabs')}>
            {dashboard.tabs.map(({ id, title }) => (
              <Tabs.Tab key={id} value={id}>
                {title || t('dashboards.untitledTab')}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      )}
      <Sheet {...props} key={tab.id} tiles={tab.tiles} />
    </div>
  );
}

/** Sheet is the tiles of a tab on twelve columns, in the order in which they are read. */
function Sheet({ tiles, ...props }: DashboardViewProps & { tiles: Tile[] }) {
  const { t } = useTranslation();
  const view = useView();
  const { reports, errors } = useReports(tiles);
  if (tiles.length === 0) return <Empty>{t('dashboards.noTiles')}</Empty>;
  const inOrder = tiles.toSorted((a, b) => a.y - b.y || a.x - b.x);
  return (
    <div className={css.frame}>
      <div className={css.sheet}>
        {inOrder.map((tile) => (
          <div
            key={tile.id}
            className={css.cell}
            style={placeOf(tile)}
            data-left={tile.x === 0 || undefined}
            data-grows={reports[tile.id]?.visual.show === 'figures' || undefined}
          >
            <DashboardTile {...props} view={view} tile={tile} reports={reports} error={errors[tile.id]} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** placeOf puts a tile on the grid. */
function placeOf({ x, y, w, h }: Tile): React.CSSProperties {
  return {
    gridColumn: `${x + 1} / span ${w}`,
    gridRow: `${y + 1} / span ${h}`,
    ['--rows' as string]: h,
  };
}
