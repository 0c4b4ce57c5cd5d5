import { Button, Chip, Group, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { activityQuery, rulesQuery } from '../../../api/rules';
import { Empty } from '../../../components/Empty';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { FindInput } from '../../../components/FindInput';
import { Icon } from '../../../components/Icon';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { int } from '../../../lib/format';
import { hrefTo, setParam, useRoute } from '../../../lib/route';
import css from './Activity.module.css';
import { ActivityTable } from './ActivityTable';

/** groups are the kinds of lines a person looks for. */
const groups = {
  changes: ['edited', 'switched'],
  checks: ['evaluated'],
  told: ['fired', 'resolved'],
  delivery: ['delivered', 'undelivered', 'tested'],
  answers: ['answered'],
} as const;

type GroupName = keyof typeof groups;

const groupNames = Object.keys(groups) as GroupName[];

/** Paged are the places at which the pages of a rule's log begin, as far as one went back. */
interface Paged {
  rule: number;
  offsets: number[];
}

/** ActivityPage is the log of rules: every change, check, firing, delivery and error. */
export function ActivityPage() {
  const { t, i18n } = useTranslation();
  const { params } = useRoute();
  const rule = Number(params.get('rule') ?? 0) || 0;
  const [chosen, setChosen] = useState<GroupName[]>([]);
  const [find, setFind] = useState('');
  const [searched] = useDebouncedValue(find.trim(), 250);
  const [paged, setPaged] = useState<Paged>({ rule, offsets: [] });
  const offsets = paged.rule === rule ? paged.offsets : [];
  const setOffsets = (next: number[]) => setPaged({ rule, offsets: next });
  const offset = offsets.at(-1) ?? 0;
  const kinds = chosen.flatMap((name) => [...groups[name]]);
  const { data: rules } = useQuery(rulesQuery(i18n.language));
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery({
    ...activityQuery(rule, kinds, searched, offset),
    placeholderData: keepPreviousData,
  });
  const from = (work: () => void) => {
    setOffsets([]);
    work();
  };
  const shown = data?.entries.length ?? 0;
  const filtered = chosen.length > 0 || searched !== '' || rule > 0;
  return (
    <Page
      title={t('rules.activity.title')}
      parent={{ label: t('nav.rules'), href: hrefTo('rules') }}
      stale={isPlaceholderData}
      actions={
        <Button leftSection={<Icon of={IconRefresh} />} loading={isFetching} onClick={() => void refetch()}>
          {t('rules.activity.refresh')}
        </Button>
      }
      bar={
        <>
          <FindInput
            value={find}
            onChange={(text) => from(() => setFind(text))}
            placeholder={t('rules.activity.find')}
          />
          <Select
            aria-label={t('rules.rule')}
            placeholder={t('rules.activity.allRules')}
            clearable
            clearButtonProps={{ 'aria-label': t('rules.activity.allRules') }}
            w={220}
            value={rule > 0 ? String(rule) : null}
            onChange={(id) => from(() => setParam('rule', id))}
            data={(rules ?? []).map((one) => ({ value: String(one.id), label: one.rule.name || t('rules.unnamed') }))}
          />
          <Chip.Group multiple value={chosen} onChange={(names) => from(() => setChosen(names as GroupName[]))}>
            <Group gap={4} role="group" aria-label={t('rules.activity.kinds')}>
              {groupNames.map((name) => (
                <Chip key={name} value={name} size="xs" radius="sm" variant="outline" classNames={{ label: css.chip }}>
                  {t(`rules.activityKind.${name}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </>
      }
    >
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonPage />}
      {data?.entries.length === 0 && (
        <Empty>{t(filtered ? 'rules.activity.noneFiltered' : 'rules.activity.none')}</Empty>
      )}
      {data && shown > 0 && <ActivityTable entries={data.entries} rules={rules} />}
      {data && (shown > 0 || offsets.length > 0) && (
        <Group gap="sm" p="sm" justify="flex-end">
          <span className="sm t2" role="status">
            {shown > 0 &&
              t('rules.activity.range', { from: int(offset + 1), to: int(offset + shown), number: int(data.count) })}
          </span>
          <Button disabled={offsets.length === 0} onClick={() => setOffsets(offsets.slice(0, -1))}>
            {t('rules.activity.newer')}
          </Button>
          <Button disabled={offset + shown >= data.count} onClick={() => setOffsets([...offsets, offset + shown])}>
            {t('rules.activity.older')}
          </Button>
        </Group>
      )}
    </Page>
  );
}
