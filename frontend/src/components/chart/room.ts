import type { Option } from './formats';

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

/** withRoom gives the names of an axis the room there is: all of them where they fit, cut at their end. */
export function withRoom(option: Option, width: number): Option {
  if (width <= 0) return option;
  return { ...option, xAxis: below(option.xAxis, width), yAxis: beside(option.yAxis, width) };
}

function below(given: unknown, width: number): unknown {
  const axis = given as NamedAxis | undefined;
  if (axis?.type !== 'category' || axis.axisLabel?.formatter !== undefined || !axis.data?.length) return given;
  const each = (width - around) / axis.data.length - 8;
  if (each < least) return given;
  return { ...axis, axisLabel: { ...axis.axisLabel, width: Math.floor(each), interval: 0, hideOverlap: false } };
}

/** isBase reports whether an axis prints what rates are made of. */
function isBase(axis: NamedAxis): boolean {
  return axis.position === 'right' && axis.type === 'category';
}

/** beside leaves the names at the side less than a third of a narrow drawing. */
function beside(given: unknown, width: number): unknown {
  if (Array.isArray(given))
    return given.filter((one) => width >= narrow || !isBase(one)).map((one) => beside(one, width));
  const axis = given as NamedAxis | undefined;
  const wanted = axis?.axisLabel?.width;
  if (axis?.type !== 'category' || wanted === undefined) return given;
  return { ...axis, axisLabel: { ...axis.axisLabel, width: Math.min(wanted, Math.max(60, Math.floor(width * side))) } };
}
