import type { Metric, Query } from '../../../api/metricTypes';
import type { Words } from '../../../components/catalog/useCatalog';

/** ownWords are the catalog's words with those of what the question of a rule defines for itself. */
export function ownWords(words: Words, query: Query | undefined): Words {
  const { metrics = [], columns = [], groups = [] } = query?.define ?? {};
  if (metrics.length + columns.length + groups.length === 0) return words;
  const defined = metrics.map((one): Metric => {
    const of = words.metric(one.metric ?? '');
    return {
      name: one.name,
      label: one.words || one.name,
      words: one.words ?? '',
      formula: '',
      measure: of?.measure ?? '',
      unit: one.unit ?? of?.unit ?? '',
      format: one.format ?? of?.format ?? 'decimal',
      split_by: of?.split_by ?? words.dataset(one.dataset ?? '')?.dimensions ?? [],
      derived: one,
    };
  });
  const own = new Map(defined.map((one) => [one.name, one]));
  const named = new Map([...columns, ...groups].map((one) => [one.name, one.words || one.name]));
  return {
    ...words,
    catalog: { ...words.catalog, metrics: [...defined, ...words.catalog.metrics] },
    metric: (name) => own.get(name) ?? words.metric(name),
    isMetric: (name) => own.has(name) || words.isMetric(name),
    label: (name) => own.get(name)?.label ?? named.get(name) ?? words.label(name),
  };
}
