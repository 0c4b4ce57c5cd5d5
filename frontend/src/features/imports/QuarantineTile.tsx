import { Button, TextInput } from '@mantine/core';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { imports } from '../../api/actions';
import type { Rejected } from '../../api/importTypes';
import { rejectedQuery } from '../../api/queries';
import type { ImportRow } from '../../api/types';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Icon } from '../../components/Icon';
import { ScrollBox } from '../../components/ScrollBox';
import { Status } from '../../components/Status';
import table from '../../components/Table.module.css';
import { Tile } from '../../components/Tile';
import { toast, toastError } from '../../components/toast';
import { int } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import css from './Imports.module.css';
import { cellsOf, type Drafts, mendedOf, withCell } from './quarantine';

interface QuarantineTileProps {
  row: ImportRow;
  /** otherwise is shown of an import whose rows were not kept. */
  otherwise: ReactNode;
}

/** QuarantineTile keeps the rows an import left out: cells are mended in place and the rows tried again. */
export function QuarantineTile({ row, otherwise }: QuarantineTileProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(rejectedQuery(row.id));
  const [drafts, setDrafts] = useState<Drafts>({});
  const mended = mendedOf(drafts);
  const retry = useMutation({
    mutationFn: () => imports.retry(row.id, mended),
    onSuccess: async (result) => {
      await client.invalidateQueries();
      if (result.error) return toastError(JSON.stringify(result.error));
      setDrafts({});
      const taken = result.added + result.changed + result.unchanged;
      toast({ message: t('quarantine.retried', { count: taken, number: int(taken), left: int(result.rejected) }) });
    },
    onError: toastError,
  });
  const save = () =>
    imports.saveRejected(row.id).then((path) => {
      if (path !== '') toast({ message: t('quarantine.saved', { path }) });
    }, toastError);
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  const [first] = data?.pages ?? [];
  if (!first) return null;
  if (first.total === 0) return otherwise;
  const header = first.header ?? [];
  const rows = data?.pages.flatMap((page) => page.rows ?? []) ?? [];
  return (
    <Tile
      title={t('quarantine.title')}
      sub={t('quarantine.sub', { count: first.total, number: int(first.total) })}
      flush={!hasNextPage}
      actions={
        <span className="row">
          <Button leftSection={<Icon of={IconDownload} />} onClick={save}>
            {t('quarantine.save')}
          </Button>
          <Button
            variant="filled"
            leftSection={<Icon of={IconRefresh} />}
            disabled={mended.length === 0 || retry.isPending || row.state !== 'committed'}
            onClick={() => retry.mutate()}
          >
            {mended.length === 0 ? t('quarantine.retryNone') : t('quarantine.retry', { count: mended.length })}
          </Button>
        </span>
      }
    >
      <ScrollBox label={t('chart.table', { title: t('quarantine.title') })}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('problems.row')}
              </th>
              <th scope="col">{t('problems.reason')}</th>
              {header.map((name, i) => (
                <th key={i} scope="col" className="mono">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <Row
                key={one.line}
                row={one}
                header={header}
                drafts={drafts}
                fixed={row.state !== 'committed'}
                onCell={(at, value) => setDrafts((now) => withCell(now, one, header.length, at, value))}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {hasNextPage && (
        <p className={css.more}>
          <button type="button" className={css.link} onClick={() => fetchNextPage()}>
            {t('quarantine.more', { shown: int(rows.length), number: int(first.total) })}
          </button>
        </p>
      )}
    </Tile>
  );
}

interface RowProps {
  row: Rejected;
  header: string[];
  drafts: Drafts;
  /** fixed rows are only shown: of an import that was undone nothing can be tried again. */
  fixed: boolean;
  onCell: (at: number, value: string) => void;
}

/** Row shows one rejected row; the cell that is wrong is an input at once, another becomes one by a click. */
function Row({ row, header, drafts, fixed, onCell }: RowProps) {
  const { t } = useTranslation();
  const cells = cellsOf(row, drafts, header.length);
  const bad = header.indexOf(row.column);
  const [opened, setOpened] = useState<number[]>([]);
  const done = row.fixed_by > 0;
  const named = (at: number) => t('quarantine.cell', { column: header[at] ?? String(at + 1), row: int(row.line) });
  return (
    <tr data-changed={drafts[row.line] !== undefined}>
      <td className="num">{int(row.line)}</td>
      <td className={css.reasonCell}>
        {done ? (
          <a href={hrefTo('imports', row.fixed_by)}>
            <Status is="done">{t('quarantine.mended', { id: row.fixed_by })}</Status>
          </a>
        ) : (
          <span title={row.message}>{row.message}</span>
        )}
      </td>
      {cells.map((cell, i) => (
        <td key={i} className={css.cell} data-bad={i === bad && !done}>
          {done || fixed ? (
            <span className="mono cut" title={cell}>
              {cell}
            </span>
          ) : i === bad || opened.includes(i) ? (
            <TextInput
              aria-label={named(i)}
              value={cell}
              error={i === bad && drafts[row.line]?.[i] === undefined}
              autoFocus={i !== bad}
              w={130}
              onChange={(event) => onCell(i, event.currentTarget.value)}
            />
          ) : (
            <button
              type="button"
              className={css.cellButton}
              aria-label={t('quarantine.mend', { cell: named(i), value: cell || t('problems.empty') })}
              title={cell}
              onClick={() => setOpened([...opened, i])}
            >
              <span className="mono cut">{cell === '' ? t('problems.empty') : cell}</span>
            </button>
          )}
        </td>
      ))}
    </tr>
  );
}
