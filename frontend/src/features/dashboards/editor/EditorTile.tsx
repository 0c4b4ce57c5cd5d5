import { ActionIcon } from '@mantine/core';
import { IconCopy, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Dashboard, Tile } from '../../../api/reportTypes';
import { Icon } from '../../../components/Icon';
import { useView } from '../../../components/useView';
import type { Reports } from '../../../components/visual/dashboard/applied';
import { DashboardTile } from '../../../components/visual/dashboard/DashboardTile';
import { readLook } from '../../../components/visual/dashboard/look';
import { cx } from '../../../lib/cx';
import type { StepName } from './draft';
import css from './Editor.module.css';
import { allTiles } from './edits';
import { appended, freeId, settled } from './place';
import { useHandle } from './useHandle';

const unchanged = readLook(new URLSearchParams());

interface EditorTileProps {
  dashboard: Dashboard;
  tile: Tile;
  tiles: Tile[];
  reports: Reports;
  error: Error | undefined;
  chosen: boolean;
  onChoose: (tile: string) => void;
  onTiles: (name: StepName, tiles: Tile[], field?: string) => void;
  say: (text: string) => void;
}

/** EditorTile is a tile with what moves, changes, copies and removes it; what it shows is as it will be. */
export function EditorTile(props: EditorTileProps) {
  const { dashboard, tile, tiles, reports, error, chosen, onChoose, onTiles, say } = props;
  const { t } = useTranslation();
  const view = useView();
  const title = tile.title || reports[tile.id]?.title || t(`dashboards.kind.${kindOf(tile)}`);
  const { held, ...handle } = useHandle({ tile, tiles, title, onTiles, say });
  const isBare = reports[tile.id]?.visual.show === 'figures';
  const remove = () => {
    onTiles('removeTile', settled(tiles.filter((one) => one.id !== tile.id)));
    if (chosen) onChoose('');
    say(t('dashboards.removedTile', { title }));
  };
  const copy = () => {
    const id = freeId('tile', allTiles(dashboard));
    onTiles('addTile', settled(appended(tiles, tile, id)));
    onChoose(id);
  };
  return (
    <section
      className={css.tile}
      data-chosen={chosen || undefined}
      data-held={held || undefined}
      data-bare={isBare || undefined}
      data-plain={kindOf(tile) !== 'report' || undefined}
      aria-label={title}
    >
      <div className={css.tools}>
        <div className={css.drag}>
          <button
            type="button"
            className={css.handle}
            aria-label={t('dashboards.handle', { title })}
            title={t('dashboards.handleHint')}
            aria-pressed={held}
            {...handle}
          >
            <Icon of={IconGripVertical} />
          </button>
          <span className={cx('cut', css.name)}>{title}</span>
        </div>
        <ActionIcon size={24} aria-label={t('dashboards.editTileOf', { title })} onClick={() => onChoose(tile.id)}>
          <Icon of={IconPencil} />
        </ActionIcon>
        <ActionIcon size={24} aria-label={t('dashboards.copyTile', { title })} onClick={copy}>
          <Icon of={IconCopy} />
        </ActionIcon>
        <ActionIcon size={24} aria-label={t('dashboards.removeTile', { title })} onClick={remove}>
          <Icon of={IconTrash} />
        </ActionIcon>
      </div>
      <div className={css.preview} onPointerDown={() => onChoose(tile.id)}>
        <div className={css.inert} inert>
          <DashboardTile
            dashboard={dashboard}
            tile={tile}
            view={view}
            look={unchanged}
            onLook={() => {}}
            reports={reports}
            error={error}
          />
        </div>
      </div>
    </section>
  );
}

/** kindOf names what a tile without a title is. */
function kindOf(tile: Tile): 'image' | 'text' | 'report' {
  if (tile.image) return 'image';
  return tile.report || tile.ref ? 'report' : 'text';
}
