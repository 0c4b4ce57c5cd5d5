import { type LayoutItem, moveElement, verticalCompactor } from 'react-grid-layout/core';

import { gridColumns, type Tile } from '../../../api/reportTypes';

/** minWidth and minHeight are the least columns and rows of a tile. */
export const minWidth = 2;
export const minHeight = 2;

/** mostRows bounds how far a tile is pushed down in search of a place. */
const mostRows = 80;

/** Place is where a tile is on the grid, and how large. */
export type Place = Pick<Tile, 'x' | 'y' | 'w' | 'h'>;

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

/** appended puts a tile below the others, under an id that none of them has. */
export function appended(tiles: Tile[], tile: Tile, id = freeId('tile', tiles)): Tile[] {
  return [...tiles, { ...tile, id, x: 0, y: bottom(tiles), w: Math.min(tile.w, gridColumns) }];
}

/** layoutOf is the tiles as the grid knows them. */
export function layoutOf(tiles: Tile[]): LayoutItem[] {
  return tiles.map(({ id, x, y, w, h }) => ({ i: id, x, y, w, h, minW: minWidth, minH: minHeight }));
}

/** placed puts tiles where a layout says. */
export function placed(tiles: Tile[], layout: readonly LayoutItem[]): Tile[] {
  const items = new Map(layout.map((item) => [item.i, item]));
  return tiles.map((tile) => {
    const item = items.get(tile.id);
    return item ? { ...tile, x: item.x, y: item.y, w: item.w, h: item.h } : tile;
  });
}

/** settled closes the gaps above tiles. */
export function settled(tiles: Tile[]): Tile[] {
  return placed(tiles, verticalCompactor.compact(layoutOf(tiles), gridColumns));
}

/** put moves or sizes a tile, and makes room for it. */
export function put(tiles: Tile[], id: string, { x, y, w, h }: Place): Tile[] {
  const layout = layoutOf(tiles);
  const item = layout.find((one) => one.i === id);
  if (!item) return tiles;
  item.w = w;
  item.h = h;
  const made = moveElement(layout, item, x, y, true, false, 'vertical', gridColumns);
  return placed(tiles, verticalCompactor.compact(made, gridColumns));
}

/** isSame says whether tiles are where others are. */
function isSame(a: Tile[], b: Tile[]): boolean {
  return JSON.stringify(layoutOf(a)) === JSON.stringify(layoutOf(b));
}

/** step moves a tile by one column, or up and down until something changes; tiles stay as they are where nothing can. */
export function step(tiles: Tile[], id: string, dx: number, dy: number): Tile[] {
  const tile = tiles.find((one) => one.id === id);
  if (!tile) return tiles;
  const x = Math.max(0, Math.min(gridColumns - tile.w, tile.x + dx));
  if (dy === 0) return x === tile.x ? tiles : put(tiles, id, { ...tile, x });
  for (let rows = 1; rows <= mostRows; rows++) {
    const y = tile.y + dy * rows;
    if (y < 0) return tiles;
    const next = put(tiles, id, { ...tile, y });
    if (!isSame(tiles, next)) return next;
  }
  return tiles;
}

/** sized makes a tile wider or higher by so many columns and rows. */
export function sized(tiles: Tile[], id: string, dw: number, dh: number): Tile[] {
  const tile = tiles.find((one) => one.id === id);
  if (!tile) return tiles;
  const w = Math.max(minWidth, Math.min(gridColumns - tile.x, tile.w + dw));
  const h = Math.max(minHeight, tile.h + dh);
  return w === tile.w && h === tile.h ? tiles : put(tiles, id, { ...tile, w, h });
}
