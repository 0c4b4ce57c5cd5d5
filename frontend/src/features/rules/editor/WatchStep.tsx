import { Button, MultiSelect, Select } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { segmentsQuery } from '../../../api/rules';
import { FilterBar } from '../../../components/filter/FilterBar';
import { datasetsOf } from '../../../components/filter/summary';
import { Icon } from '../../../components/Icon';
import { int } from '../../../lib/format';
import { dimensionsOf, isAboutEnds, perChoices, perFor, perOf, rowsOf, watching } from '../model/conditions';
import { leftOut, type Scope, scopeOf, type Who, watchOf } from '../model/document';
import type { Editing } from './context';
import css from './Editor.module.css';
import { LeaveOut } from './LeaveOut';
import { NamesField } from './NamesField';
import { Slots } from './Slots';
import { Step } from './Step';

/** WatchStep says what a rule looks at, for each of what, and where. */
export function WatchStep({ rule, words, inspected, change }: Editing) {
  const { t } = useTranslation();
  const rows = rowsOf(rule);
  const query = rule.query ?? {};
  const datasets = rows === '' ? datasetsOf(query, words) : [rows];
  return (
    <Step number={1} title={t('rules.step.watch')} problem={problemOf(inspected?.problem)}>
      <Slots
        text={t('rules.watch.forEach')}
        fields={{
          what: <WhatField rule={rule} words={words} inspected={inspected} change={change} />,
          per: <PerField rule={rule} words={words} inspected={inspected} change={change} />,
        }}
      />
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
      <p className={css.count} role="status">
        {inspected && !inspected.problem
          ? t('rules.watch.today', {
              count: inspected.instances,
              number: int(inspected.instances),
              holding: int(inspected.holding),
              missing: int(inspected.no_data),
            })
          : ' '}
      </p>
    </Step>
  );
}

function problemOf(problem: { message: string; field?: string; hint?: string } | undefined): string | undefined {
  const field = problem?.field ?? '';
  if (!problem || !/^(query|per|watch|name)/.test(field)) return undefined;
  return [problem.message, problem.hint].filter(Boolean).join(' ');
}

/** datasets are those whose rows a rule can watch; figures have metrics instead. */
const watchable = ['entitlements', 'usage', 'feature_usage', 'support_requests', 'charges', 'deployment', 'accounts'];

function WhatField({ rule, words, change }: Editing) {
  const { t } = useTranslation();
  const rows = rowsOf(rule);
  const known = watchable.filter((name) => words.dataset(name));
  const metrics = words.catalog.metrics.map((one) => ({ value: `metric:${one.name}`, label: words.label(one.name) }));
  return (
    <Select
      aria-label={t('rules.watch.what')}
      searchable
      allowDeselect={false}
      w={230}
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
      w={200}
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

const whos: Who[] = ['all', 'watched', 'accounts', 'segment'];

interface WhoFieldsProps {
  scope: Scope;
  onChange: (scope: Scope) => void;
}

/** WhoFields say whom a rule watches, and what it leaves out. */
function WhoFields({ scope, onChange }: WhoFieldsProps) {
  const { t } = useTranslation();
  const count = leftOut(scope);
  const [opened, setOpened] = useState(count > 0);
  const { data: segments } = useQuery(segmentsQuery());
  return (
    <>
      <Slots
        text={t('rules.watch.whom')}
        fields={{
          who: (
            <Select
              aria-label={t('rules.watch.who')}
              allowDeselect={false}
              w={180}
              value={scope.who}
              onChange={(who) => onChange({ ...scope, who: (who ?? 'all') as Who, accounts: [], segment: '' })}
              data={whos.map((who) => ({ value: who as string, label: t(`rules.who.${who}`) }))}
            />
          ),
        }}
      />
      {scope.who === 'accounts' && (
        <NamesField
          label={t('rules.watch.accounts')}
          dimension="account"
          dataset="accounts"
          value={scope.accounts}
          onChange={(accounts) => onChange({ ...scope, accounts })}
        />
      )}
      {scope.who === 'segment' && (
        <Select
          label={t('rules.watch.segment')}
          placeholder={segments?.length === 0 ? t('rules.watch.noSegment') : ''}
          value={scope.segment || null}
          onChange={(segment) => onChange({ ...scope, segment: segment ?? '' })}
          data={(segments ?? []).map((one) => ({ value: one.name, label: one.title }))}
        />
      )}
      <div>
        <Button
          variant="subtle"
          size="compact-xs"
          aria-expanded={opened}
          leftSection={<Icon of={opened ? IconChevronDown : IconChevronRight} size={14} />}
          onClick={() => setOpened(!opened)}
        >
          {count > 0 ? t('rules.watch.leavesOut', { count }) : t('rules.watch.leaveOut')}
        </Button>
      </div>
      {opened && <LeaveOut scope={scope} onChange={onChange} />}
    </>
  );
}
