import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '../lib/cx';
import { ScrollBox } from './ScrollBox';
import table from './Table.module.css';
import { type HeadColumn, TableHead } from './TableHead';
import { Tile } from './Tile';

interface TableTileProps {
  title: string;
  sub?: string;
  className?: string | undefined;
  columns: HeadColumn[];
  /** empty stands in the place of a table without rows. */
  empty?: ReactNode;
  /** children are the rows. */
  children: ReactNode;
}

/** TableTile is a tile that is a table. */
export function TableTile({ title, sub, className, columns, empty, children }: TableTileProps) {
  const { t } = useTranslation();
  return (
    <Tile title={title} sub={sub} flush={!empty}>
      {empty || (
        <ScrollBox label={t('chart.table', { title })}>
          <table className={cx(table.table, className)}>
            <TableHead columns={columns} />
            <tbody>{children}</tbody>
          </table>
        </ScrollBox>
      )}
    </Tile>
  );
}
