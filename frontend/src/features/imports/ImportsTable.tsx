import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { ImportRow } from '../../api/types';
import { FileName } from '../../components/FileName';
import { Icon } from '../../components/Icon';
import { ScrollBox } from '../../components/ScrollBox';
import { Status } from '../../components/Status';
import table from '../../components/Table.module.css';
import { TableHead } from '../../components/TableHead';
import { useToday } from '../../components/useView';
import { cx } from '../../lib/cx';
import { dayNear, int, moment, momentNear } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { goTo, hrefTo } from '../../lib/route';
import css from './Imports.module.css';

interface ImportsTableProps {
  rows: ImportRow[];
  label: string;
  /** onUndo is asked for rows that can be taken back. */
  onUndo?: (row: ImportRow) => void;
  /** newestFirst says that the rows stand in the order in which they were imported. */
  newestFirst?: boolean;
}

/** ImportsTable lists imports with their counts; each row opens its import. */
export function ImportsTable({ rows, label, onUndo, newestFirst = false }: ImportsTableProps) {
  const { t } = useTranslation();
  return (
    <ScrollBox label={label}>
      <table className={table.table}>
        <TableHead
          columns={[
            { label: t('history.file') },
            { label: t('history.state') },
            { label: t('history.asOf'), className: 'num' },
            { label: t('imports.count.added'), className: 'num' },
            { label: t('imports.count.changed'), className: 'num' },
            { label: t('imports.count.unchanged'), className: 'num low' },
            { label: t('imports.count.skipped'), className: 'num low' },
            { label: t('imports.count.rejected'), className: 'num' },
            { label: t('history.when'), className: 'num', ...(newestFirst && { sorted: 'descending' as const }) },
            { label: t('history.actions'), silent: true },
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} onUndo={onUndo} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ row, onUndo }: { row: ImportRow; onUndo: ((row: ImportRow) => void) | undefined }) {
  const { t } = useTranslation();
  const today = useToday();
  const gone = row.state === 'undone';
  return (
    <tr className={cx(gone && 't2')} onClick={() => goTo('imports', row.id)}>
      <td className={css.named}>
        <a href={hrefTo('imports', row.id)} className={css.fileName} title={row.file}>
          <FileName name={row.file} />
        </a>
        <span className={css.kind}>
          <span title={whatOf(row, t)}>{row.title}</span>
          <span className={cx('low', css.hash)} title={row.sha256}>
            {row.sha256.slice(0, 8)}
          </span>
        </span>
      </td>
      <td>
        <Status is={row.state} />
      </td>
      <td className="num">{dayNear(row.asOf, today)}</td>
      <td className="num">{int(row.added)}</td>
      <td className="num">{int(row.changed)}</td>
      <td className="num low">{int(row.unchanged)}</td>
      <td className="num low">{int(row.skipped)}</td>
      <td className={cx('num', row.rejected > 0 && css.rejected)}>{int(row.rejected)}</td>
      <td className="num t2" title={moment(row.importedAt)}>
        {momentNear(row.importedAt, today)}
      </td>
      <td className="num">
        {onUndo && row.state === 'committed' && (
          <Button
            size="compact-xs"
            leftSection={<Icon of={IconArrowBackUp} size={14} />}
            aria-label={t('history.undoLabel', { file: row.file })}
            onClick={(event) => {
              event.stopPropagation();
              onUndo(row);
            }}
          >
            {t('history.undo')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** whatOf names the profile of an import with its version. */
function whatOf(row: ImportRow, t: T): string {
  return row.version > 0
    ? t('history.version', { title: row.title, id: row.profile, version: row.version })
    : row.title;
}
