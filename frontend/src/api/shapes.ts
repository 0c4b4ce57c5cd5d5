import type { Filter, Query } from './metricTypes';
import type { Report, Show, Tile, Visual } from './reportTypes';

/**
 * Checks of what comes from outside, such as an address that was written by
 * hand: whether it has the shape that pages rely on. What the values mean is
 * for the program to judge, which answers with a sentence.
 */
type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const whole: Check = (value) => Number.isSafeInteger(value);
const scalar: Check = (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value);
const list =
  (of: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(of);
const either =
  (...checks: Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

/** isObject says whether a value is an object with names, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** object checks the parts that are there; those that are needed must be. */
function object(parts: Record<string, Check>, needed: string[] = []): Check {
  return (value) =>
    isObject(value) &&
    needed.every((name) => name in value) &&
    Object.entries(parts).every(([name, check]) => value[name] === undefined || check(value[name]));
}

/** deepest is how far filters may be nested here; the program allows less. */
const deepest = 40;

function filterTo(depth: number): Check {
  return (value) => depth > 0 && filterOf(filterTo(depth - 1))(value);
}

const filterOf = (child: Check) =>
  object({
    all: list(child),
    any: list(child),
    dimension: text,
    metric: text,
    op: text,
    value: scalar,
    values: list(scalar),
    grain: text,
    n: either(number, text),
    unit: text,
    from: text,
  });

const filter = filterTo(deepest);

/** isFilter says whether a value has the shape of a filter. */
export function isFilter(value: unknown): value is Filter {
  return filter(value);
}

/** isScalar says whether a value is one that a cell can have. */
export function isScalar(value: unknown): value is string | number | boolean | null {
  return scalar(value);
}

const by = either(text, object({ dimension: text, grain: text }, ['dimension']));
const definition = list(object({ name: text }, ['name']));

const query = object({
  metrics: list(text),
  by: list(by),
  filter,
  dashboard_filter: filter,
  having: filter,
  columns: list(text),
  dataset: text,
  tokens: isObject,
  define: object({ columns: definition, groups: definition, metrics: definition, tokens: definition }),
  scope: text,
  as_of: text,
  known_at: whole,
  sort: list(object({ by: text }, ['by'])),
  limit: whole,
  offset: whole,
  top: object({ dimension: text, n: whole, metric: text }, ['dimension', 'n', 'metric']),
  compare: object({ as_of: text, known_at: whole, back: whole, unit: text }),
  calculations: list(object({ name: text, metric: text, kind: text, per: list(text) }, ['name', 'metric', 'kind'])),
  pivot: list(text),
});

/** isQuery says whether a value has the shape of a question. */
export function isQuery(value: unknown): value is Query {
  return query(value);
}

const shows: Record<Show, true> = {
  table: true,
  crosstab: true,
  tree: true,
  figures: true,
  indicator: true,
  gauge: true,
  bullet: true,
  bar: true,
  column: true,
  line: true,
  area: true,
  combo: true,
  pie: true,
  donut: true,
  funnel: true,
  radar: true,
  box: true,
  range: true,
  heatmap: true,
  calendar: true,
  scatter: true,
  sankey: true,
  treemap: true,
  spans: true,
  rates: true,
  agenda: true,
};

const named = (parts: Record<string, Check>) => list(object({ column: text, ...parts }, ['column']));

const visual = object(
  {
    show: (value) => typeof value === 'string' && Object.hasOwn(shows, value),
    category: text,
    split: text,
    values: named({ show: text, tone: text }),
    size: text,
    stack: text,
    goal: object({ value: number, metric: text, title: text }),
    bands: list(object({ to: number, title: text, tone: text }, ['tone'])),
    columns: named({ title: text, width: number, as: text, foot: text, format: object({ style: text }, ['style']) }),
    rules: named({ op: text, value: scalar, values: list(scalar), tone: text }),
    labels: text,
    density: text,
  },
  ['show'],
);

/** isVisual says whether a value has the shape of a visual. */
export function isVisual(value: unknown): value is Visual {
  return visual(value);
}

const report = object({ name: text, title: text, words: text, query, off: list(filter), visual }, ['query', 'visual']);

/** isReport says whether a value has the shape of a report; its title may be missing. */
export function isReport(value: unknown): value is Omit<Report, 'title'> & { title?: string } {
  return report(value);
}

const side: Check = (value) => Number.isSafeInteger(value) && Number(value) > 0;

const tile = object(
  {
    w: side,
    h: side,
    title: text,
    sub: text,
    report,
    ref: text,
    text,
    image: text,
    alt: text,
    ignores: list(text),
    opens: text,
  },
  ['w', 'h'],
);

/** isTile says whether a value has the shape of a tile, wherever it stands. */
export function isTile(value: unknown): value is Omit<Tile, 'id' | 'x' | 'y'> {
  return tile(value);
}
