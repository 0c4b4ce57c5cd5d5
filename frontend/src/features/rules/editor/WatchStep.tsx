import { MultiSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Inspected } from '../../../api/ruleTypes';
import { FilterBar } from '../../../components/filter/FilterBar';
import { datasetsOf } from '../../../components/filter/summary';
import { int } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import { dimensionsOf, isAboutEnds, isShare, perChoices, perFor, perOf, rowsOf, watching } from '../model/conditions';
import { scopeOf, watchOf } from '../model/document';
import { problemIn } from '../model/problem';
import type { Editing } from './context';
import css from './Editor.module.css';
import { Nobody } from './Nobody';
import { Slots } from './Slots';
import { Step } from './Step';
import { WhoFields } from './WhoFields';

/** WatchStep says what a rule looks at, for each of what, and where. */
export function WatchStep({ rule, words, inspected, change }: Editing) {
  const { t } = useTranslation();
  const rows = rowsOf(rule);
  const query = rule.query ?? {};
  const datasets = rows === '' ? datasetsOf(query, words) : [rows];
  return (
    <Step number={1} title={t('rules.step.watch')} problem={problemIn(inspected, /^(query|per|watch|name)/)}>
      <Slots
        text={t('rules.watch.forEach')}
        fields={{
          what: <WhatField rule={rule} words={words} inspected={inspected} change={change} />,
          per: <PerField rule={rule} words={words} inspected={inspected} change={change} />,
        }}
      />
      {rule.condition.fallback && <FallbackField rule={rule} words={words} inspected={inspected} change={change} />}
      {perOf(rule.per) === 'other' && (
        <MultiSelect
          size="xs"
          label={t('rules.watch.dimensions')}
          searchable
          hidePickedOptions
          value={rule.per ?? []}
          onChange={(per) => change('watch', { ...rule, per })}
          data={[...new Set([...(rule.per ?? []), ...dimensionsOf(rule, words)])].map((name) => ({
            value: name,
            label: words.label(name),
          }))}
        />
      )}
      <FilterBar
        value={query.filter}
        datasets={datasets.length > 0 ? datasets : ['entitlements']}
        onChange={(filter) => {
          const { filter: _, ...rest } = query;
          change('watch', { ...rule, query: filter ? { ...rest, filter } : rest });
        }}
      />
      <WhoFields
        scope={scopeOf(rule.watch)}
        onChange={(scope) => change('watch', { ...rule, watch: watchOf(scope) })}
      />
      <Nobody rule={rule} words={words} inspected={inspected} change={change} />
      <p className={css.count} role="status">
        {inspected && !inspected.problem ? countText(inspected, t) : ' '}
      </p>
    </Step>
  );
}

/** countText says how many there are, how many the rule tells of, and of how many nothing is known. */
function countText({ instances, holding, no_data }: Inspected, t: T): string {
  const said = (key: 'today' | 'holding' | 'missing', count: number) =>
    t(`rules.watch.${key}`, { count, number: int(count) });
  const parts = [said('today', instances), said('holding', holding)];
  if (no_data > 0) parts.push(said('missing', no_data));
  return parts.join(' ');
}

/** watchable are the datasets whose rows a rule can watch; figures have metrics instead. */
const watchable = ['entitlements', 'usage', 'feature_usage', 'support_requests', 'charges', 'deployment', 'accounts'];

function WhatField({ rule, words, change }: Editing) {
  const { t } = useTranslation();
  const rows = rowsOf(rule);
  const known = watchable.filter((name) => words.dataset(name));
  const { metric = '' } = rule.condition;
  const gone = rows === '' && metric !== '' && !words.metric(metric) ? [metric] : [];
  const metrics = [...gone, ...words.catalog.metrics.map(({ name }) => name)].map((name) => ({
    value: `metric:${name}`,
    label: words.label(name),
  }));
  return (
    <Select
      aria-label={t('rules.watch.what')}
      searchable
      allowDeselect={false}
      className={css.choice}
      value={rows === '' ? `metric:${rule.condition.metric ?? ''}` : `rows:${rows}`}
      onChange={(chosen) => {
        const [kind = '', ...rest] = (chosen ?? '').split(':');
        const name = rest.join(':');
        change('watch', watching(rule, kind === 'metric' ? { metric: name } : { rows: name }, words));
      }}
      data={[
        {
          group: t('rules.watch.rows'),
          items: [
            ...known.map((name) => ({ value: `rows:${name}`, label: words.datasetLabel(name) })),
            { value: 'rows:imports', label: t('rules.watch.sources') },
          ],
        },
        { group: t('rules.watch.figures'), items: metrics },
      ]}
    />
  );
}

/** FallbackField chooses the figure that stands in where the first has no value, or none. */
function FallbackField({ rule, words, change }: Editing) {
  const { t } = useTranslation();
  const { fallback = '', ...condition } = rule.condition;
  const share = isShare(condition.metric, words);
  const fits = words.catalog.metrics.filter(
    (one) => one.name !== condition.metric && isShare(one.name, words) === share,
  );
  return (
    <Slots
      text={t('rules.watch.fallback')}
      fields={{
        fallback: (
          <Select
            aria-label={t('rules.watch.fallbackField')}
            searchable
            allowDeselect={false}
            className={css.choice}
            value={fallback}
            onChange={(name) =>
              change('watch', { ...rule, condition: name ? { ...condition, fallback: name } : condition })
            }
            data={[
              { value: '', label: t('rules.watch.noFallback') },
              ...fits.map((one) => ({ value: one.name, label: words.label(one.name) })),
            ]}
          />
        ),
      }}
    />
  );
}

function PerField({ rule, words, change }: Editing) {
  const { t } = useTranslation();
  const choice = perOf(rule.per);
  const fits = perFor(rule, words);
  const fixed = isAboutEnds(rule.condition.kind) || rule.condition.kind === 'stale';
  const names = choice === 'other' || fits.includes(choice) ? fits : [choice, ...fits];
  return (
    <Select
      aria-label={t('rules.watch.per')}
      allowDeselect={false}
      className={css.choice}
      value={choice}
      onChange={(chosen) => {
        if (chosen === null || chosen === 'other') change('watch', { ...rule, per: ['account_key', 'country'] });
        else change('watch', { ...rule, per: [...perChoices[chosen as keyof typeof perChoices]] });
      }}
      data={[
        ...names.map((name) => ({ value: name as string, label: t(`rules.per.${name}`) })),
        ...(fixed && choice !== 'other' ? [] : [{ value: 'other', label: t('rules.per.other') }]),
      ]}
    />
  );
}
