import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CellValue } from '../../api/metricTypes';
import type { StyleRule } from '../../api/reportTypes';
import { cx } from '../../lib/cx';
import { int } from '../../lib/format';
import { type CellContext, Content, printed } from './Cell';
import type { TableColumn } from './columns';
import css from './Paper.module.css';
import type { RowSource, SourceRow } from './source';
import { toneOf } from './values';

/** mostPrinted is how many rows of a table go to paper; a file has them all. */
export const mostPrinted = 1000;

interface PaperProps {
  label: string;
  columns: TableColumn[];
  source: RowSource;
  rules: StyleRule[];
  totals: CellValue[] | undefined;
  context: CellContext;
}

/** Paper is a table as it is printed: all its rows, up to so many, under heads that every sheet repeats. */
export function Paper({ label, columns, source, rules, totals, context }: PaperProps) {
  const { t } = useTranslation();
  const [rows, setRows] = useState<SourceRow[]>(() => there(source));
  useEffect(() => {
    let gone = false;
    source.all(mostPrinted).then(
      (all) => !gone && setRows(all),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [source]);
  const { words, cells } = context;
  const reading = (row: SourceRow) => (name: string) => row.values[cells.findIndex((one) => one.name === name)];
  return (
    <div className={css.paper}>
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map((one) => (
              <th key={one.id} scope="col" className={cx(one.kind !== 'text' && css.end)}>
                {[...one.groups.filter(Boolean), one.title].join(', ')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((one) => (
                <td key={one.id} className={cx(one.kind !== 'text' && css.end)}>
                  <Content
                    column={one}
                    row={row}
                    text={printed(words, one, row, cells)}
                    tone={toneOf(rules, one, reading(row))}
                    context={context}
                  />
                </td>
              ))}
            </tr>
          ))}
          {totals && (
            <tr className={css.totals}>
              {columns.map((one, i) => (
                <td key={one.id} className={cx(one.kind !== 'text' && css.end)}>
                  {i === 0 ? t('table.total') : totalOf(one, totals, context)}
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
      {source.count > rows.length && (
        <p>{t('table.printed', { shown: int(rows.length), number: int(source.count) })}</p>
      )}
    </div>
  );
}

function totalOf(column: TableColumn, totals: CellValue[], { words }: CellContext): string {
  const value = totals[column.at];
  if (column.points || column.style?.foot === 'none' || value === undefined || (value === null && column.key))
    return '';
  return words.cell(column.column, value, column.style);
}

/** there are the first rows that the window has already. */
function there(source: RowSource): SourceRow[] {
  const rows: SourceRow[] = [];
  for (let i = 0; i < Math.min(source.count, mostPrinted); i++) {
    const row = source.at(i);
    if (!row) break;
    rows.push(row);
  }
  return rows;
}
