import type {
  Catalog,
  DefinitionKind,
  Definitions,
  Dimension,
  DimensionKind,
  Metric,
  Query,
  Relation,
} from '../../../api/metricTypes';
import { fold } from '../../../lib/format';
import type { ColumnKind } from '../draft/fits';
import { dimensionOf, fieldsOf, modeOf } from '../draft/parts';

/** Look chooses the icon of a field. */
export type Look = 'number' | 'text' | 'date' | 'time' | 'flag' | 'column' | 'group';

/** Field is one line of the fields panel. */
export interface Field {
  name: string;
  label: string;
  words: string;
  field: 'metric' | 'dimension';
  look: Look;
  unit: string;
  /** own is set for what the person defined; home says whether for all reports or for this one. */
  own?: DefinitionKind;
  home?: 'kept' | 'report';
  /** unfit is set where the field does not go with what is in the report. */
  unfit?: boolean;
}

/** Sections are the parts of the panel. */
export interface Sections {
  chosen: Field[];
  metrics: Field[];
  dimensions: Field[];
  own: Field[];
}

const looks: Record<DimensionKind, Look> = {
  text: 'text',
  scope: 'text',
  number: 'number',
  days: 'number',
  date: 'date',
  time: 'time',
  flag: 'flag',
};

interface Source {
  catalog: Catalog;
  kept: Definitions | undefined;
  query: Query;
  label: (name: string) => string;
}

/** datasetOf is the dataset whose rows a metric counts. */
export function datasetOf(catalog: Catalog, metric: Metric): Relation {
  return catalog.measures.find((one) => one.name === metric.measure)?.dataset ?? '';
}

/** datasetsOf are the datasets a question asks; those of no metric are all. */
export function datasetsOf(catalog: Catalog, query: Query): Relation[] {
  if (modeOf(query) === 'rows') return [query.dataset ?? 'entitlements'];
  const own = new Map((query.define?.metrics ?? []).map((one) => [one.name, one]));
  const names = (query.metrics ?? []).map((name) => {
    const derived = own.get(name);
    if (derived?.dataset) return derived.dataset;
    const metric = catalog.metrics.find((one) => one.name === (derived?.metric ?? name));
    return metric ? datasetOf(catalog, metric) : '';
  });
  return [...new Set(names.filter((name) => name !== ''))];
}

/** sectionsOf lists the fields of a mode: all that a dataset has ("" is every one), and what is in the report. */
export function sectionsOf(source: Source, dataset: Relation): Sections {
  const { query } = source;
  const rows = modeOf(query) === 'rows';
  const every = [...(rows ? [] : metricsOf(source, dataset)), ...dimensionsOf(source, dataset), ...ownOf(source)];
  const byName = new Map<string, Field>();
  for (const field of every) byName.set(field.name, field);
  const fields = [...byName.values()];
  const names = fieldsOf(query);
  return {
    chosen: names.map((name) => byName.get(name) ?? unknown(name, source)),
    metrics: fields.filter((one) => !one.own && one.field === 'metric'),
    dimensions: fields.filter((one) => !one.own && one.field === 'dimension'),
    own: fields.filter((one) => one.own),
  };
}

/** unknown is a field that the catalog of this mode does not list, such as one of another dataset. */
function unknown(name: string, { catalog, label, query }: Source): Field {
  const metric = catalog.metrics.find((one) => one.name === name);
  if (metric) return fieldOfMetric(metric, label);
  const dimension = catalog.dimensions.find((one) => one.name === name);
  if (dimension) return fieldOfDimension(dimension, label);
  const field = query.metrics?.includes(name) ? 'metric' : 'dimension';
  return { name, label: label(name), words: '', field, look: 'text', unit: '' };
}

function fieldOfMetric(metric: Metric, label: (name: string) => string): Field {
  return {
    name: metric.name,
    label: label(metric.name),
    words: metric.words,
    field: 'metric',
    look: 'number',
    unit: metric.unit,
  };
}

function fieldOfDimension(dimension: Dimension, label: (name: string) => string): Field {
  const look = dimension.items ? 'group' : dimension.expression ? 'column' : looks[dimension.kind];
  const { name, words, unit = '' } = dimension;
  return { name, label: label(name), words, field: 'dimension', look, unit };
}

function metricsOf({ catalog, query, label }: Source, dataset: Relation): Field[] {
  const by = (query.by ?? []).map(dimensionOf);
  const local = new Set((query.define?.groups ?? []).concat().map((one) => one.name));
  for (const one of query.define?.columns ?? []) local.add(one.name);
  return catalog.metrics
    .filter((one) => dataset === '' || datasetOf(catalog, one) === dataset)
    .map((one) => {
      const field = fieldOfMetric(one, label);
      return by.every((name) => local.has(name) || one.split_by.includes(name)) ? field : { ...field, unfit: true };
    });
}

function dimensionsOf({ catalog, query, label }: Source, dataset: Relation): Field[] {
  const rows = modeOf(query) === 'rows';
  const name = rows ? (query.dataset ?? 'entitlements') : dataset;
  const has = catalog.datasets.find((one) => one.name === name)?.dimensions;
  const metrics = catalog.metrics.filter((one) => query.metrics?.includes(one.name));
  const splits = new Set(metrics.length > 0 ? metrics[0]?.split_by : catalog.metrics.flatMap((one) => one.split_by));
  return catalog.dimensions
    .filter((one) => (rows ? !one.counting || query.counting : !one.listed && !one.counting))
    .filter((one) => !has || has.includes(one.name))
    .map((one) => {
      const field = fieldOfDimension(one, label);
      const fits = rows || (splits.has(one.name) && metrics.every((metric) => metric.split_by.includes(one.name)));
      return fits ? field : { ...field, unfit: true };
    });
}

/** ownOf are the person's definitions: those kept for all reports, and those of this one, which go before. */
function ownOf({ kept, query, label }: Source): Field[] {
  const rows = modeOf(query) === 'rows';
  const of = (definitions: Definitions | undefined, home: 'kept' | 'report'): Field[] => [
    ...(definitions?.columns ?? []).map(
      ({ name, words = '', unit = '' }): Field => own(name, words, unit, 'column', 'column', home, label),
    ),
    ...(definitions?.groups ?? []).map(
      ({ name, words = '' }): Field => own(name, words, '', 'group', 'group', home, label),
    ),
    ...(rows ? [] : (definitions?.metrics ?? [])).map(
      ({ name, words = '', unit = '' }): Field => own(name, words, unit, 'metric', 'number', home, label),
    ),
  ];
  return [...of(kept, 'kept'), ...of(query.define, 'report')];
}

function own(
  name: string,
  words: string,
  unit: string,
  kind: DefinitionKind,
  look: Look,
  home: 'kept' | 'report',
  label: (name: string) => string,
): Field {
  return {
    name,
    label: label(name),
    words,
    unit,
    look,
    own: kind,
    home,
    field: kind === 'metric' ? 'metric' : 'dimension',
  };
}

/** preferred are the columns a list of rows begins with, as far as its dataset has them. */
const preferred = [
  'account',
  'product',
  'entitlement',
  'quantity',
  'assigned',
  'status',
  'start_date',
  'end_date',
  'date',
  'workload',
  'feature',
  'active',
  'used',
  'support_title',
  'support_severity',
  'support_status',
  'amount',
  'health_score',
  'file',
  'import_dataset',
  'imported_at',
  'import_rows',
  'notification_title',
  'notification_state',
];

/** firstColumns are the columns a list of rows of a dataset begins with. */
export function firstColumns(catalog: Catalog, dataset: Relation): string[] {
  const has = catalog.datasets.find((one) => one.name === dataset)?.dimensions ?? [];
  const first = preferred.filter((one) => has.includes(one)).slice(0, 6);
  return first.length > 1 ? first : has.slice(0, 4);
}

/** found are the fields that a search text finds: first those that begin with it, then by any word of theirs. */
export function found(fields: Field[], text: string): Field[] {
  const parts = fold(text).split(/\s+/).filter(Boolean);
  if (parts.length === 0) return fields;
  const first = parts[0] ?? '';
  const scored = fields.flatMap((field) => {
    const label = fold(field.label);
    const all = `${label} ${fold(field.name)} ${fold(field.words)}`;
    if (!parts.every((part) => all.includes(part))) return [];
    const named = parts.every((part) => label.includes(part));
    return [{ field, score: label.startsWith(first) ? 0 : named ? 1 : 2 }];
  });
  return scored.sort((a, b) => a.score - b.score).map((one) => one.field);
}

/** bestOf is the field that Enter takes out of those found: the one that is called so, else the first. */
export function bestOf(listed: Field[], text: string): Field | undefined {
  if (text.trim() === '') return undefined;
  return listed.find((one) => fold(one.label) === fold(text.trim())) ?? listed[0];
}

/** kindsIn tells the visual picker what the columns of a question are. */
export function kindsIn(catalog: Catalog, query: Query): (name: string) => ColumnKind {
  const define = query.define;
  return (name) => {
    const derived = define?.metrics?.find((one) => one.name === name);
    const metric = catalog.metrics.find((one) => one.name === (derived?.metric ?? name));
    if (derived || (metric && query.metrics?.includes(name))) return metric?.format === 'percent' ? 'rate' : 'number';
    const dimension = catalog.dimensions.find((one) => one.name === name);
    switch (dimension?.kind) {
      case 'number':
      case 'days':
        return dimension.format === 'percent' ? 'rate' : 'number';
      case 'date':
      case 'time':
        return 'date';
      default:
        return 'text';
    }
  };
}
