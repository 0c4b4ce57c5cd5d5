import type { CellValue, Filter } from '../../../api/metricTypes';
import type { Dashboard } from '../../../api/reportTypes';
import { isFilter, isObject, isScalar } from '../../../api/shapes';

/** Selection is one mark of a tile that was clicked: the values that tell it apart, by dimension. */
export interface Selection {
  tile: string;
  keys: Record<string, CellValue>;
}

/** Look is how a dashboard is looked at: what the address says beside the point of view. */
export interface Look {
  tab: string;
  /** controls are the filters that were changed, by the id of their control; null filters nothing. */
  controls: Record<string, Filter | null>;
  selections: Selection[];
  /** filter is what was added to the controls while looking. */
  filter?: Filter;
  /** tokens are the values that were changed. */
  tokens: Record<string, unknown>;
}

/** lookNames are the parameters of the address that hold a look. */
export const lookNames = { tab: 'tab', controls: 'f', selections: 's', tokens: 'p', filter: 'w' } as const;

/** readLook reads a look from the address; what cannot be read is as if it were not there. */
export function readLook(params: URLSearchParams): Look {
  const filter = parsed(params.get(lookNames.filter));
  return {
    ...(isFilter(filter) && { filter }),
    tab: params.get(lookNames.tab) ?? '',
    controls: keeping(recordOf(parsed(params.get(lookNames.controls))), isSetting),
    selections: selectionsOf(parsed(params.get(lookNames.selections))),
    tokens: keeping(recordOf(parsed(params.get(lookNames.tokens))), isScalar),
  };
}

/** writeLook is the parameters that hold a look, compact; null is a parameter that is not needed. */
export function writeLook(look: Look): Record<string, string | null> {
  const pairs = look.selections.map(({ tile, keys }) => [tile, keys]);
  return {
    [lookNames.tab]: look.tab === '' ? null : look.tab,
    [lookNames.controls]: textOf(look.controls),
    [lookNames.selections]: pairs.length === 0 ? null : JSON.stringify(pairs),
    [lookNames.tokens]: textOf(look.tokens),
    [lookNames.filter]: look.filter ? JSON.stringify(look.filter) : null,
  };
}

function textOf(record: Record<string, unknown>): string | null {
  return Object.keys(record).length === 0 ? null : JSON.stringify(record);
}

function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** isSetting says whether a control can be set so: to a filter, or to none. */
function isSetting(value: unknown): value is Filter | null {
  return value === null || isFilter(value);
}

/** keeping are the parts of a record that can be used. */
function keeping<T>(record: Record<string, unknown>, usable: (value: unknown) => value is T): Record<string, T> {
  const kept = Object.entries(record).filter((pair): pair is [string, T] => usable(pair[1]));
  return Object.fromEntries(kept);
}

function selectionsOf(value: unknown): Selection[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((pair) => {
    if (!Array.isArray(pair) || typeof pair[0] !== 'string' || !isObject(pair[1])) return [];
    const keys = keeping(pair[1], isScalar);
    return Object.keys(keys).length === 0 ? [] : [{ tile: pair[0], keys }];
  });
}

/** tabOf is the tab that is shown: the one of the address, or the first. */
export function tabOf(dashboard: Dashboard, look: Look): Dashboard['tabs'][number] | undefined {
  return dashboard.tabs.find((tab) => tab.id === look.tab) ?? dashboard.tabs[0];
}

/** sameKeys says whether two marks are told apart by nothing. */
export function sameKeys(a: Selection['keys'], b: Selection['keys']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && a[name] === b[name]);
}

/** select is the selections after a click on a mark: it alone, or, added, beside what is selected already. A second click takes it back. */
export function select(selections: Selection[], clicked: Selection, add: boolean): Selection[] {
  const isIt = (one: Selection) => one.tile === clicked.tile && sameKeys(one.keys, clicked.keys);
  const was = selections.some(isIt);
  if (add) return was ? selections.filter((one) => !isIt(one)) : [...selections, clicked];
  return was && selections.length === 1 ? [] : [clicked];
}
