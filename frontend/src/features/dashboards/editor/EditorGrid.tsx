import { useMemo, useState } from 'react';
import ReactGridLayout, { type LayoutItem, useContainerWidth, verticalCompactor } from 'react-grid-layout';
import { transformStrategy } from 'react-grid-layout/core';
import { useTranslation } from 'react-i18next';

import { type Dashboard, gridColumns, rowHeight, type Tab, type Tile } from '../../../api/reportTypes';
import { Empty } from '../../../components/Empty';
import { useReports } from '../../../components/visual/dashboard/useReports';
import { magnification } from '../../../lib/magnified';
import type { StepName } from './draft';
import type { Change } from './Editor';
import css from './Editor.module.css';
import { EditorTile } from './EditorTile';
import { withTiles } from './edits';
import { layoutOf, placed } from './place';

interface EditorGridProps {
  dashboard: Dashboard;
  tab: Tab;
  chosen: string;
  onChoose: (tile: string) => void;
  change: Change;
}

/** EditorGrid is the sheet of a tab on which tiles are moved and sized, by mouse and by keyboard. */
export function EditorGrid({ dashboard, tab, chosen, onChoose, change }: EditorGridProps) {
  const { t } = useTranslation();
  const { width, containerRef, mounted } = useContainerWidth();
  const scale = magnification();
  const strategy = useMemo(() => ({ ...transformStrategy, scale }), [scale]);
  const { reports, errors } = useReports(tab.tiles);
  const [said, say] = useState('');

  const set = (name: StepName, tiles: Tile[], field?: string) =>
    change(
      name,
      withTiles(dashboard, tab.id, () => tiles),
      field,
    );
  const take = (name: StepName) => (layout: readonly LayoutItem[]) => set(name, placed(tab.tiles, layout));

  return (
    <div ref={containerRef} className={css.grid}>
      <span role="status" aria-live="assertive" className="sr">
        {said}
      </span>
      {tab.tiles.length === 0 && <Empty>{t('dashboards.noTilesYet')}</Empty>}
      {mounted && (
        <ReactGridLayout
          layout={layoutOf(tab.tiles)}
          width={width}
          gridConfig={{ cols: gridColumns, rowHeight, margin: [0, 0], containerPadding: [0, 0] }}
          dragConfig={{ enabled: true, handle: `.${css.drag}`, threshold: 3 }}
          resizeConfig={{ enabled: true, handles: ['se'] }}
          compactor={verticalCompactor}
          positionStrategy={strategy}
          onDragStop={take('move')}
          onResizeStop={take('resize')}
        >
          {tab.tiles.map((tile) => (
            <div key={tile.id}>
              <EditorTile
                dashboard={dashboard}
                tile={tile}
                tiles={tab.tiles}
                reports={reports}
                error={errors[tile.id]}
                chosen={tile.id === chosen}
                onChoose={onChoose}
                onTiles={set}
                say={say}
              />
            </div>
          ))}
        </ReactGridLayout>
      )}
    </div>
  );
}
