import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { drillQuery, explainQuery, rowsQuery } from '../../api/reports';
import type { Visual } from '../../api/reportTypes';
import { useWords, type Words } from '../../components/catalog/useCatalog';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { ExportMenu } from '../../components/export/ExportMenu';
import { Icon } from '../../components/Icon';
import { Page } from '../../components/Page';
import { type RowsOf, useRowsOf } from '../../components/passport/passport';
import { figureText } from '../../components/passport/passportWords';
import { DataTable, type TableRow } from '../../components/table/DataTable';
import { useView } from '../../components/useView';
import { int } from '../../lib/format';
import { goTo } from '../../lib/route';
import css from './Rows.module.css';
import { answerOf, cellOf, listsOf, type RowList } from './rows';

/** RowsPage lists the rows behind a figure, and says whether they make it. */
export function RowsPage() {
  const { t } = useTranslation();
  const text = JSON.stringify(useRowsOf());
  const of = useMemo(() => JSON.parse(text) as RowsOf | null, [text]);
  if (!of) {
    return (
      <Page title={t('rows.title')}>
        <Empty>{t('rows.nothing')}</Empty>
      </Page>
    );
  }
  return <RowsBehind key={text} of={of} />;
}

function RowsBehind({ of }: { of: RowsOf }) {
  const { t } = useTranslation();
  const view = useView();
  const words = useWords();
  const cell = cellOf(of);
  const { data, error, refetch } = useQuery({
    ...drillQuery(view, of.query, cell ?? { row: -1, metric: '' }),
    enabled: cell !== undefined,
  });
  const lists = useMemo<RowList[] | undefined>(
    () => (cell ? data && listsOf(data) : [{ query: of.query, parts: [] }]),
    [cell, data, of],
  );
  const [at, setAt] = useState(0);
  const list = lists?.[at];
  const title = of.title === '' ? t('rows.title') : of.title;
  return (
    <Page
      title={title}
      scroll={false}
      actions={
        <>
          {list && <ExportMenu asking={{ report: { title, query: list.query, visual } }} title={title} />}
          <Button leftSection={<Icon of={IconArrowLeft} />} onClick={() => window.history.back()}>
            {t('rows.back')}
          </Button>
        </>
      }
      bar={
        cell && (
          <>
            {words && <Sum of={of} list={list} words={words} />}
            {lists && lists.length > 1 && words && (
              <SegmentedControl
                aria-label={t('rows.parts')}
                value={String(at)}
                onChange={(value) => setAt(Number(value))}
                data={lists.map((one, i) => ({
                  value: String(i),
                  label: words.datasetLabel(one.query.dataset ?? 'entitlements'),
                }))}
              />
            )}
          </>
        )
      }
    >
      <div className={css.content}>
        {error && <ErrorPanel error={error} onRetry={refetch} />}
        {lists?.length === 0 && <Empty>{t('rows.none')}</Empty>}
        {list && <List key={at} list={list} title={title} />}
        {!lists && !error && <Waiting />}
      </div>
    </Page>
  );
}

const visual: Visual = { show: 'table' };

/** Sum prints what the rows come to, and whether that is the figure. */
function Sum({ of, list, words }: { of: RowsOf; list: RowList | undefined; words: Words }) {
  const { t } = useTranslation();
  const view = useView();
  const cell = cellOf(of) ?? { row: -1, metric: '' };
  const { data, error } = useQuery(explainQuery(view, of.query, cell));
  if (error) return <ErrorPanel error={error} />;
  if (!data) return <Skeleton height={16} width={280} />;
  return (
    <div className={css.sum} role="status">
      <b>{figureText(data, words)}</b>
      <span>{words.label(data.metric)}</span>
      {data.parts
        .filter((part) => list?.parts.some((one) => one.name === part.name))
        .map((part) => (
          <span key={part.name} className="t2">
            {t('rows.partSum', {
              name: part.words,
              value: words.cell({ name: part.name, type: 'number', format: 'number', unit: '' }, part.value),
              count: part.count,
              number: int(part.count),
            })}
          </span>
        ))}
      <span className={data.check.holds ? css.holds : css.fails}>
        <Icon of={data.check.holds ? IconCircleCheck : IconAlertTriangle} />
        {t(data.check.holds ? 'rows.holds' : 'rows.fails', { words: data.check.words })}
      </span>
    </div>
  );
}

/** firstRows is how many rows come with the page; the others come as they are scrolled to. */
const firstRows = 200;

function List({ list, title }: { list: RowList; title: string }) {
  const { data, error, refetch } = useQuery(rowsQuery(list.query, 0, firstRows));
  const answer = useMemo(() => data && answerOf(list.query, data, title), [data, list, title]);
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (!answer) return <Waiting />;
  const keyOf = (name: string) => answer.result.columns.findIndex((one) => one.name === name);
  const open = (row: TableRow) => {
    for (const [name, section] of places) {
      const key = row.values[keyOf(name)];
      if (typeof key === 'string' && key !== '') return goTo(section, key);
    }
  };
  const leads = places.some(([name]) => keyOf(name) >= 0);
  return (
    <DataTable
      viewKey={`rows.${list.query.dataset ?? list.query.metrics?.join('.') ?? 'entitlements'}`}
      answer={answer}
      visual={visual}
      height="fill"
      bar
      {...(leads && { onOpenRow: open })}
    />
  );
}

/** places are where a row leads, by the column of its key. */
const places = [
  ['entitlement_key', 'entitlement'],
  ['account_key', 'account'],
] as const;

function Waiting() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('loading')} className={css.waiting}>
      {Array.from({ length: 12 }, (_, i) => (
        <Skeleton key={i} height={12} />
      ))}
    </div>
  );
}
