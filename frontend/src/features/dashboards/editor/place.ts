import { gridColumns, type Tile } from '../../../api/reportTypes';

/** freeId is an id that none of the tiles, tabs or controls given has. */
export function freeId(stem: string, taken: { id: string }[]): string {
  const ids = new Set(taken.map((one) => one.id));
  let number = taken.length + 1;
  while (ids.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** bottom is the first row below all tiles. */
export function bottom(tiles: Tile[]): number {
  return Math.max(0, ...tiles.map((tile) => tile.y + tile.h));
}

/** appended puts a copy of a tile below the others, under an id of its own. */
export function appended(tiles: Tile[], tile: Tile): Tile[] {
  const id = freeId('tile', tiles);
  return [...tiles, { ...tile, id, x: 0, y: bottom(tiles), w: Math.min(tile.w, gridColumns) }];
}
