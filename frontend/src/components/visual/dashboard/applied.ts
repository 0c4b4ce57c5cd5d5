import type { By, CellValue, Filter, Query } from '../../../api/metricTypes';
import type { Control, Dashboard, Report, Tile } from '../../../api/reportTypes';
import { exactly } from '../../filter/exactly';
import type { Look, Selection } from './look';

/** Applied is one filter that a tile is asked with, and where it comes from. */
export interface Applied {
  from: 'control' | 'filter' | 'selection';
  /** id is that of the control, or of the tile in which something is selected; "" of the filter that was added. */
  id: string;
  filter: Filter;
}

/** filterOf is the filter a control is set to; undefined filters nothing. */
export function filterOf(control: Control, look: Look): Filter | undefined {
  const changed = look.controls[control.id];
  return changed === undefined ? control.filter : (changed ?? undefined);
}

/** reports are those of the tiles of a dashboard by the id of the tile; kept ones by their name come from outside. */
export type Reports = Record<string, Report | undefined>;

/** appliedTo is what filters a tile: the controls it does not ignore, and what is selected in other tiles. */
export function appliedTo(tile: Tile, dashboard: Dashboard, look: Look, reports: Reports): Applied[] {
  const controls = (dashboard.controls ?? []).flatMap((control): Applied[] => {
    const filter = filterOf(control, look);
    if (!filter || tile.ignores?.includes(control.id)) return [];
    return [{ from: 'control', id: control.id, filter }];
  });
  const added: Applied[] = look.filter
    ? partsOf(look.filter).map((filter) => ({ from: 'filter', id: '', filter }))
    : [];
  const others = [...new Set(look.selections.map((one) => one.tile))].filter((id) => id !== tile.id);
  const selected = others.map((id): Applied => {
    const marks = look.selections.filter((one) => one.tile === id);
    return { from: 'selection', id, filter: selectedFilter(marks, reports[id]?.query) };
  });
  return [...controls, ...added, ...selected];
}

/** partsOf are the comparisons that must all hold, so that a tile can leave one out that its rows do not have. */
function partsOf(filter: Filter): Filter[] {
  return filter.all ?? [filter];
}

/** selectedFilter is the comparison that keeps the rows of any of the marks of one tile. */
export function selectedFilter(marks: Selection[], query?: Query): Filter {
  const [first] = marks;
  const names = Object.keys(first?.keys ?? {});
  const [name] = names;
  if (name !== undefined && names.length === 1 && marks.every((one) => name in one.keys)) {
    return oneOf(
      name,
      marks.map((one) => one.keys[name] ?? null),
      grainOf(name, query),
    );
  }
  const any = marks.map(({ keys }) => ({
    all: Object.entries(keys).map(([key, value]) => oneOf(key, [value], grainOf(key, query))),
  }));
  return any.length === 1 && any[0] ? any[0] : { any };
}

/** oneOf compares a dimension with values, of which one may be missing. */
function oneOf(dimension: string, values: CellValue[], grain: string | undefined): Filter {
  const known = values.filter((value) => value !== null);
  const period = grain === undefined ? {} : { grain };
  const missing: Filter = { dimension, op: 'is_null' };
  if (known.length === 0) return missing;
  const comparison = exactly(
    known.length === 1
      ? { dimension, op: 'eq', value: known[0], ...period }
      : { dimension, op: 'in', values: known, ...period },
  );
  return known.length === values.length ? comparison : { any: [comparison, missing] };
}

/** grainOf is the period by which a query splits a dimension. */
export function grainOf(dimension: string, query?: Query): string | undefined {
  const by = query?.by?.find((one: By) => typeof one !== 'string' && one.dimension === dimension);
  return typeof by === 'object' ? by.grain : undefined;
}

/** tokensOf are the values of a dashboard's tokens as it is looked at. */
export function tokensOf(dashboard: Dashboard, look: Look): Record<string, unknown> {
  const own = (dashboard.tokens ?? []).map(({ name, value }) => [name, look.tokens[name] ?? value]);
  return Object.fromEntries(own);
}

/** withTokens puts the values of a dashboard's tokens into a text. */
export function withTokens(text: string, tokens: Record<string, unknown>): string {
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) =>
    name in tokens ? String(tokens[name] ?? '') : whole,
  );
}

/** filled is a filter with the values of a dashboard's tokens in place, as it is read; values of data stay. */
export function filled(filter: Filter, tokens: Record<string, unknown>): Filter {
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value === 'object' && value !== null) {
      if ('literal' in value && value.literal === true) return value;
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)]));
    }
    const name = typeof value === 'string' ? /^\{\{\s*([\w.]+)\s*\}\}$/.exec(value)?.[1] : undefined;
    return name !== undefined && name in tokens ? tokens[name] : value;
  };
  return fill(filter) as Filter;
}
