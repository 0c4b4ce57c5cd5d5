import type { Metric } from '../api/metricTypes';
import { num } from '../lib/format';
import type { Words } from './catalog/useCatalog';

/** names are the words of a reason that the catalog may know. */
const names = /[a-z][a-z0-9]*(?:_[a-z0-9]+)+/g;

/** comparison is a name, its value and what it was compared with. */
const comparison = /^([a-z][a-z0-9_]*) (=) (-?\d+(?:\.\d+)?) ([<>≤≥=]) (-?\d+(?:\.\d+)?)$/;

/** reasonText writes "consumption_rate = 1.0381 ≥ 0.9" as people read it: "Consumption rate = 103.8% ≥ 90%". */
export function reasonText(reason: string, words: Words): string {
  return reason
    .split('; ')
    .map((part) => partText(part, words))
    .join('; ');
}

/** metricOf is the metric a reason is about; undefined where it is about none. */
export function metricOf(reason: string, words: Words): Metric | undefined {
  return words.metric(/^[a-z][a-z0-9_]*/.exec(reason)?.[0] ?? '');
}

/** unitOf is the unit of the value a reason is about, "" where it has none. */
export function unitOf(reason: string, words: Words): string {
  const name = /^[a-z][a-z0-9_]*/.exec(reason)?.[0] ?? '';
  return words.metric(name)?.unit ?? words.dimension(name)?.unit ?? '';
}

function partText(reason: string, words: Words): string {
  const parts = comparison.exec(reason);
  if (!parts) return reason.replace(names, (name) => labelOf(name, words) ?? name);
  const [, name = '', , value = '', sign = '', limit = ''] = parts;
  const label = labelOf(name, words);
  if (label === undefined) return reason;
  const write = (text: string) => figure(name, Number(text), words);
  return `${label} = ${write(value)} ${sign} ${write(limit)}`;
}

function labelOf(name: string, words: Words): string | undefined {
  return words.metric(name)?.label ?? words.dimension(name)?.label;
}

function figure(name: string, value: number, words: Words): string {
  const { format, unit = '' } = words.metric(name) ?? {};
  if (!format) return num(value);
  // What is counted stands in the name already: "Denials = 21 ≥ 10".
  return words.figure({ name, type: 'number', format, unit: format === 'integer' ? '' : unit }, value);
}
