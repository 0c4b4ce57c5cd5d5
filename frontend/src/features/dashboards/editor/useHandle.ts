import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Tile } from '../../../api/reportTypes';
import type { StepName } from './draft';
import { sized, step } from './place';

interface HandleOf {
  tile: Tile;
  tiles: Tile[];
  title: string;
  onTiles: (name: StepName, tiles: Tile[], field?: string) => void;
  /** say announces to those who do not see it what happened. */
  say: (text: string) => void;
}

interface Handle {
  held: boolean;
  onClick: (event: MouseEvent) => void;
  onBlur: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * useHandle moves a tile by keyboard: Enter takes it, arrows move it, Shift with
 * arrows sizes it, Enter puts it down, Escape puts it back where it was.
 */
export function useHandle({ tile, tiles, title, onTiles, say }: HandleOf): Handle {
  const { t } = useTranslation();
  /** before is how the tiles were when this one was taken. */
  const [before, setBefore] = useState<Tile[] | null>(null);
  const [grip, setGrip] = useState(0);
  const place = ({ x, y, w, h }: Tile) => ({ title, column: x + 1, row: y + 1, width: w, height: h });

  const toggle = (event: MouseEvent) => {
    // A click of a mouse is the end of a drag; that of a key has no detail.
    if (event.detail !== 0) return;
    if (before) {
      setBefore(null);
      say(t('dashboards.said.put', place(tile)));
      return;
    }
    setGrip(grip + 1);
    setBefore(tiles);
    say(t('dashboards.said.taken', place(tile)));
  };
  const cancel = () => {
    if (!before) return;
    onTiles('move', before, `${tile.id} ${grip}`);
    setBefore(null);
    say(t('dashboards.said.back', { title }));
  };
  const press = (event: KeyboardEvent) => {
    if (!before) return;
    if (event.key === 'Escape') cancel();
    const arrow = arrows[event.key];
    if (arrow) {
      const [dx, dy] = arrow;
      const next = event.shiftKey ? sized(tiles, tile.id, dx, dy) : step(tiles, tile.id, dx, dy);
      onTiles('move', next, `${tile.id} ${grip}`);
      const now = next.find((one) => one.id === tile.id) ?? tile;
      say(t(next === tiles ? 'dashboards.said.stuck' : 'dashboards.said.at', place(now)));
    }
    if (arrow || event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return { held: before !== null, onClick: toggle, onBlur: () => setBefore(null), onKeyDown: press };
}
