import type { DefinitionKind, Definitions, DerivedMetric, Group, Token } from '../../../api/metricTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { clause } from '../../../components/filter/clause';
import { textOf } from '../../../components/filter/pieces';
import { list } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import { wayOf } from './group';

/** Kept is a definition as it is listed. */
export interface Kept {
  kind: DefinitionKind;
  name: string;
  label: string;
  /** what says what it is made of. */
  what: string;
}

/** listed are all definitions, by kind. */
export function listed(definitions: Definitions, words: Words, t: T): Kept[] {
  const label = (one: { name: string; words?: string }) => one.words || words.label(one.name);
  return [
    ...(definitions.columns ?? []).map(
      (one): Kept => ({ kind: 'column', name: one.name, label: label(one), what: one.expression }),
    ),
    ...(definitions.groups ?? []).map(
      (one): Kept => ({ kind: 'group', name: one.name, label: label(one), what: ofGroup(one, words, t) }),
    ),
    ...(definitions.metrics ?? []).map(
      (one): Kept => ({ kind: 'metric', name: one.name, label: label(one), what: ofMetric(one, words, t) }),
    ),
    ...(definitions.tokens ?? []).map(
      (one): Kept => ({
        kind: 'token',
        name: one.name,
        label: one.words || tokenOf(one.name),
        what: ofToken(one, words, t),
      }),
    ),
  ];
}

/** tokenOf is a token as it is written where it is used. */
function tokenOf(name: string): string {
  return `{{${name}}}`;
}

/** writtenAs is how a definition is written where it is used. */
export function writtenAs({ kind, name }: Pick<Kept, 'kind' | 'name'>): string {
  return kind === 'token' ? tokenOf(name) : name;
}

function ofGroup(group: Group, words: Words, t: T): string {
  return t('reports.definitions.ofGroup', {
    column: words.label(group.column),
    way: t(`reports.group.ways.${wayOf(group)}`),
  });
}

function ofMetric(metric: DerivedMetric, words: Words, t: T): string {
  const where = metric.filter && textOf(clause(metric.filter, words, t));
  const of = metric.metric
    ? words.label(metric.metric)
    : t('reports.definitions.aggregateOf', {
        aggregate: t(`reports.aggregate.${(metric.aggregate ?? 'count') as 'count'}`),
        column: metric.column ? words.label(metric.column) : words.datasetLabel(metric.dataset ?? 'entitlements'),
      });
  return where ? t('reports.definitions.where', { of, where }) : of;
}

function ofToken(token: Token, words: Words, t: T): string {
  switch (token.kind) {
    case 'value':
      return String(token.value ?? '');
    case 'list':
      return list((token.values ?? []).map(String));
    case 'metric':
      return words.label(token.query?.metrics?.[0] ?? '');
    default:
      return t('reports.definitions.ofRow', { column: words.label(token.column ?? '') });
  }
}
