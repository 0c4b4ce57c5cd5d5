import type { Control, Dashboard, DashboardToken, Tab, Tile } from '../../../api/reportTypes';
import { appended, freeId } from './place';

/** withTab changes one tab. */
export function withTab(dashboard: Dashboard, id: string, change: (tab: Tab) => Tab): Dashboard {
  return { ...dashboard, tabs: dashboard.tabs.map((tab) => (tab.id === id ? change(tab) : tab)) };
}

/** withTiles changes the tiles of one tab. */
export function withTiles(dashboard: Dashboard, tab: string, change: (tiles: Tile[]) => Tile[]): Dashboard {
  return withTab(dashboard, tab, (one) => ({ ...one, tiles: change(one.tiles) }));
}

/** allTiles are those of every tab. */
export function allTiles(dashboard: Dashboard): Tile[] {
  return dashboard.tabs.flatMap((tab) => tab.tiles);
}

/** addTile puts a tile below the others of a tab; its id is new in the whole dashboard. */
export function addTile(dashboard: Dashboard, tab: string, tile: Omit<Tile, 'id' | 'x' | 'y'>): Dashboard {
  const id = freeId('tile', allTiles(dashboard));
  return withTiles(dashboard, tab, (tiles) => appended(tiles, { ...tile, id, x: 0, y: 0 }, id));
}

/** addTab appends an empty tab. */
export function addTab(dashboard: Dashboard, title: string): Dashboard {
  return { ...dashboard, tabs: [...dashboard.tabs, { id: freeId('tab', dashboard.tabs), title, tiles: [] }] };
}

/** moved puts one of a list so many places on. */
export function moved<T>(list: T[], at: number, by: number): T[] {
  const one = list[at];
  const to = at + by;
  if (one === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, index) => index !== at);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** moveTab puts a tab so many places on. */
export function moveTab(dashboard: Dashboard, id: string, by: number): Dashboard {
  const at = dashboard.tabs.findIndex((tab) => tab.id === id);
  return { ...dashboard, tabs: moved(dashboard.tabs, at, by) };
}

/** removeTab takes a tab away with its tiles; the last one stays. */
export function removeTab(dashboard: Dashboard, id: string): Dashboard {
  if (dashboard.tabs.length < 2) return dashboard;
  return { ...dashboard, tabs: dashboard.tabs.filter((tab) => tab.id !== id) };
}

/** withControls changes the controls; tiles forget those that are gone. */
export function withControls(dashboard: Dashboard, controls: Control[]): Dashboard {
  const ids = new Set(controls.map((control) => control.id));
  const tabs = dashboard.tabs.map((tab) => ({ ...tab, tiles: tab.tiles.map((tile) => forgetting(tile, ids)) }));
  return { ...dashboard, controls, tabs };
}

function forgetting(tile: Tile, ids: Set<string>): Tile {
  if (!tile.ignores?.some((id) => !ids.has(id))) return tile;
  return { ...tile, ignores: tile.ignores.filter((id) => ids.has(id)) };
}

/** addControl appends a control. */
export function addControl(dashboard: Dashboard, control: Omit<Control, 'id'>): Dashboard {
  const controls = dashboard.controls ?? [];
  return { ...dashboard, controls: [...controls, { ...control, id: freeId('control', controls) }] };
}

/** withTokens changes the tokens. */
export function withTokens(dashboard: Dashboard, tokens: DashboardToken[]): Dashboard {
  return { ...dashboard, tokens };
}
