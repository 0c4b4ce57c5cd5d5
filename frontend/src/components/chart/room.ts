import type { Option } from './formats';
import { type SeriesOption, seriesOf } from './points';

interface NamedAxis {
  type?: string;
  data?: unknown[];
  position?: string;
  axisLabel?: Option & { formatter?: string; width?: number };
}

const around = 88;
const least = 28;
const side = 0.3;
/** narrow is below which width the bases of rates are in the tooltip alone. */
const narrow = 560;
const bases = 216;
/** row is how high the row of a lying bar should be, line how high its name is. */
const row = 22;
const line = 13;

/** Room is the size of a drawing in pixels. */
export interface Room {
  width: number;
  height: number;
}

/** withRoom gives names and bars the room there is: all of them where they fit, cut at their end. */
export function withRoom(option: Option, { width, height }: Room): Option {
  if (width <= 0) return option;
  const axes = [option.yAxis].flat() as NamedAxis[];
  const [first] = axes;
  const made: Option = { ...option, xAxis: below(option.xAxis, width) };
  if (first?.type !== 'category') return made;
  const names = Math.min(first.axisLabel?.width ?? 0, Math.max(60, Math.floor(width * side)));
  const each = (height - around) / Math.max(1, first.data?.length ?? 1);
  const beside = (axis: NamedAxis) => ({
    ...axis,
    axisLabel: { ...axis.axisLabel, ...(!isBase(axis) && { width: names }), ...(each >= line && { interval: 0 }) },
  });
  const kept = axes.filter((axis) => width >= narrow || !isBase(axis)).map(beside);
  made.yAxis = Array.isArray(option.yAxis) ? kept : kept[0];
  made.series = seriesOf(option).map((one) => thinner(one, Math.min(1, each / row)));
  if (axes.some(isBase)) {
    const right = kept.some(isBase) ? bases : 16;
    made.grid = { ...(option.grid as Option), containLabel: false, left: names + 16, right, bottom: 24 };
  }
  return made;
}

/** isBase reports whether an axis prints what rates are made of. */
function isBase(axis: NamedAxis): boolean {
  return axis.position === 'right' && axis.type === 'category';
}

function below(given: unknown, width: number): unknown {
  const axis = given as NamedAxis | undefined;
  if (axis?.type !== 'category' || axis.axisLabel?.formatter !== undefined || !axis.data?.length) return given;
  const each = (width - around) / axis.data.length - 8;
  if (each < least) {
    const slanted = each >= line - 8 ? { rotate: 45, interval: 0, hideOverlap: false, width: 72 } : {};
    return { ...axis, axisLabel: { ...axis.axisLabel, ...slanted } };
  }
  return { ...axis, axisLabel: { ...axis.axisLabel, width: Math.floor(each), interval: 0, hideOverlap: false } };
}

/** thinner keeps bars of a fixed width inside their rows. */
function thinner(series: SeriesOption & { barWidth?: unknown }, by: number): SeriesOption {
  if (typeof series.barWidth !== 'number' || by >= 1) return series;
  return Object.assign({}, series, { barWidth: Math.max(2, Math.round(series.barWidth * by)) });
}
