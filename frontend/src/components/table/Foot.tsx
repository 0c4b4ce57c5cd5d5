// biome-ignore-all lint/a11y/useSemanticElements: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
import { useTranslation } from 'react-i18next';

import type { CellValue, Part, ResultColumn } from '../../api/metricTypes';
import { cx } from '../../lib/cx';
import { RateBar } from '../Rate';
import rate from '../Rate.module.css';
import type { CellContext } from './Cell';
import type { TableColumn } from './columns';
import css from './Grid.module.css';

interface FootProps {
  columns: TableColumn[];
  drawn: number[];
  pinned: number;
  index: number;
  /** label says in the first column what the figures are of. */
  label: string;
  totals: CellValue[] | undefined;
  /** rows are all of the answer, or undefined where the window has not all of them. */
  rows: CellValue[][] | undefined;
  part: (column: ResultColumn) => Part | undefined;
  context: CellContext;
  active: number;
}

/** hasFoot says whether there is anything to say below a table. */
export function hasFoot(columns: TableColumn[], totals: CellValue[] | undefined): boolean {
  if (columns.some((one) => aggregateOf(one))) return true;
  return totals !== undefined && columns.some((one) => !one.key && one.style?.foot !== 'none');
}

type Aggregate = 'sum' | 'average' | 'min' | 'max';

function aggregateOf(column: TableColumn): Aggregate | undefined {
  const foot = column.style?.foot;
  return foot === 'none' || column.kind !== 'number' ? undefined : foot;
}

/** aggregate makes one value of those of a column; what is missing is left out. */
export function aggregate(kind: Aggregate, values: (CellValue | undefined)[]): number | null {
  const told = values.filter((value) => typeof value === 'number');
  if (told.length === 0) return null;
  switch (kind) {
    case 'sum':
      return told.reduce((all, one) => all + one, 0);
    case 'average':
      return told.reduce((all, one) => all + one, 0) / told.length;
    case 'min':
      return told.reduce((least, one) => Math.min(least, one));
    case 'max':
      return told.reduce((most, one) => Math.max(most, one));
  }
}

/** Foot is the row of totals: those of the answer, or what a column's style asks for of all its rows. */
export function Foot({ columns, drawn, pinned, index, label, totals, rows, part, context, active }: FootProps) {
  const { t } = useTranslation();
  const { words } = context;
  return (
    <div role="row" aria-rowindex={index + 2} className={css.footRow}>
      {drawn.map((at) => {
        const column = columns[at];
        if (!column) return null;
        const kind = aggregateOf(column);
        const value = kind
          ? rows &&
            aggregate(
              kind,
              rows.map((row) => row[column.at]),
            )
          : column.style?.foot === 'none' || column.points
            ? undefined
            : totals?.[column.at];
        const given = value !== undefined && (value !== null || !column.key) && column.column.role !== 'change';
        const base = column.column.type === 'ratio' && !kind ? words.base(part(column.column)) : '';
        const text = given ? base || words.cell(column.column, value, column.style) : '';
        const figure = given && !kind && column.metric !== undefined;
        return (
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={at + 1}
            tabIndex={active === at ? 0 : -1}
            data-cell={`${index}:${at}`}
            data-figure-cell={figure ? '' : undefined}
            title={text || undefined}
            className={cx(
              css.footCell,
              column.kind !== 'text' && css.end,
              at < pinned && css.pinned,
              at === pinned - 1 && css.edge,
            )}
            style={at < pinned ? { gridColumn: at + 1, insetInlineStart: `var(--p${at})` } : { gridColumn: at + 1 }}
          >
            {at === 0 ? (
              <span className={css.title}>{label}</span>
            ) : column.style?.as === 'rate' && given ? (
              <span className={rate.rate}>
                <RateBar value={typeof value === 'number' ? value : null} />
                <span>{text}</span>
              </span>
            ) : (
              <>
                {kind && given && <span className={css.kind}>{t(`table.aggregate.${kind}`)}</span>}
                <span className={css.content}>{text}</span>
              </>
            )}
          </div>
        );
      })}
    </div>
  );
}
