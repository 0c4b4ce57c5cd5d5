import type { Option } from './formats';
import { withWrappedLegend } from './legend';
import { basesOf, gap, isBase, line, type NamedAxis, sideOf } from './names';
import { type SeriesOption, seriesOf } from './points';
import { thinned } from './scale';

const around = 88;
const least = 28;
/** month is the least room below which not every month is printed. */
const month = 27;
/** row is how high the row of a lying bar should be. */
const row = 22;
/** below is the room for the figures of the axis under a drawing. */
const below = 28;
/** plot is the least room for bars: where there is less, the bases of rates are in the tooltip alone. */
const plot = 160;

/** Room is the size of a drawing in pixels. */
export interface Room {
  width: number;
  height: number;
}

/** withRoom gives names, bars and the legend the room there is: all of a name where it fits, else cut at its end. */
export function withRoom(given: Option, room: Room): Option {
  const { width } = room;
  if (width <= 0) return given;
  const option = withWrappedLegend(given, width);
  const [first] = [option.yAxis].flat() as NamedAxis[];
  if (first?.type === 'category') return lying(option, first, room);
  return { ...option, xAxis: underneath(option.xAxis, width) };
}

/** lying divides the room of bars that lie: names, bars, and the bases of rates. */
function lying(option: Option, first: NamedAxis, { width, height }: Room): Option {
  const axes = [option.yAxis].flat() as NamedAxis[];
  const grid = option.grid as { top?: unknown; right?: unknown } | undefined;
  const top = typeof grid?.top === 'number' ? grid.top : around - below;
  const each = (height - top - below) / Math.max(1, first.data?.length ?? 1);
  const side = sideOf(first, width, each);
  const bases = basesOf(axes.filter(isBase));
  const shown = width - side.width - gap - bases.width >= plot ? bases : { axes: [], width: 0 };
  const named = axes
    .filter((axis) => !isBase(axis))
    .map((axis) => ({ ...axis, axisLabel: { ...axis.axisLabel, ...side.label } }));
  const yAxis = [...named, ...shown.axes];
  const made: Option = {
    ...option,
    yAxis: Array.isArray(option.yAxis) ? yAxis : yAxis[0],
    series: seriesOf(option).map((one) => thinner(one, Math.min(1, each / row))),
  };
  const right = bases.axes.length > 0 ? shown.width + gap : Number(grid?.right ?? 16);
  if (bases.axes.length > 0) {
    made.grid = { ...grid, containLabel: false, left: side.width + gap, right, bottom: 24 };
  }
  made.xAxis = thinned(underneath(option.xAxis, width), width - side.width - gap - right);
  return made;
}

/** underneath is the axis below a drawing with as many of its names as there is room for. */
function underneath(given: unknown, width: number): unknown {
  const axis = given as NamedAxis | undefined;
  if (axis?.type !== 'category' || !axis.data?.length) return given;
  const each = (width - around) / axis.data.length;
  if (axis.axisLabel?.formatter === 'fmt:month' && each >= month) {
    return { ...axis, axisLabel: { ...axis.axisLabel, interval: 0, hideOverlap: false } };
  }
  if (axis.axisLabel?.formatter !== undefined) return given;
  const wide = each - 8;
  if (wide < least) {
    const slanted = wide >= line - 9 ? { rotate: 45, interval: 0, hideOverlap: false, width: 72 } : {};
    return { ...axis, axisLabel: { ...axis.axisLabel, ...slanted } };
  }
  return { ...axis, axisLabel: { ...axis.axisLabel, width: Math.floor(wide), interval: 0, hideOverlap: false } };
}

/** thinner keeps bars of a fixed width inside their rows. */
function thinner(series: SeriesOption & { barWidth?: unknown }, by: number): SeriesOption {
  if (typeof series.barWidth !== 'number' || by >= 1) return series;
  return Object.assign({}, series, { barWidth: Math.max(2, Math.round(series.barWidth * by)) });
}
