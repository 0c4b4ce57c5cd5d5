import { type Dashboard, gridColumns, type Report, type Show, type Tile } from '../../../api/reportTypes';

/** sizeOf is how much room a kind of visual gets on a dashboard at first. */
function sizeOf(show: Show): Pick<Tile, 'w' | 'h'> {
  switch (show) {
    case 'indicator':
      return { w: 3, h: 3 };
    case 'figures':
      return { w: gridColumns, h: 3 };
    case 'gauge':
    case 'bullet':
    case 'pie':
    case 'donut':
      return { w: 4, h: 7 };
    case 'table':
    case 'crosstab':
    case 'tree':
      return { w: gridColumns, h: 10 };
    default:
      return { w: 6, h: 8 };
  }
}

/** withTile is a dashboard with a report below everything on its first tab. A dashboard without tabs gets one. */
export function withTile(dashboard: Dashboard, report: Report): Dashboard {
  const [first = { id: 'tab1', tiles: [] }, ...rest] = dashboard.tabs;
  const y = Math.max(0, ...first.tiles.map((one) => one.y + one.h));
  const ids = new Set(dashboard.tabs.flatMap((tab) => tab.tiles.map((one) => one.id)));
  let n = ids.size + 1;
  while (ids.has(`tile${n}`)) n++;
  const { name: _, ...copy } = report;
  const tile: Tile = { id: `tile${n}`, x: 0, y, ...sizeOf(report.visual.show), report: copy };
  return { ...dashboard, tabs: [{ ...first, tiles: [...first.tiles, tile] }, ...rest] };
}
