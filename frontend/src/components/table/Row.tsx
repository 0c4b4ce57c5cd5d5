// biome-ignore-all lint/a11y/useSemanticElements: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
// biome-ignore-all lint/a11y/useFocusableInteractive: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';

import type { CellValue } from '../../api/metricTypes';
import type { StyleRule } from '../../api/reportTypes';
import { cx } from '../../lib/cx';
import { Icon } from '../Icon';
import { type CellContext, Content, printed } from './Cell';
import type { TableColumn } from './columns';
import css from './Grid.module.css';
import type { SourceRow } from './source';
import { rowToneOf, toneOf } from './values';
import { isName } from './widths';

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;

interface RowProps {
  row: SourceRow | undefined;
  index: number;
  top: number;
  height: number;
  /** lines is on how many lines the names of the row stand. */
  lines: number;
  /** columns are those of the table, and drawn the places of those in sight. */
  columns: TableColumn[];
  drawn: number[];
  /** pinned is how many columns stay at the start. */
  pinned: number;
  rules: StyleRule[];
  context: CellContext;
  /** active is the column that has the focus, -1 where another row has it. */
  active: number;
  selected: boolean;
  /** left and right bound the cells chosen in this row; -1 is none. */
  left: number;
  right: number;
  /** hit is the column of the hit looked at. */
  hit: number;
}

/** Row is one row of a grid; it is drawn again only where something of it changed. */
export const Row = memo(function Row(props: RowProps) {
  const { row, index, top, height, lines, columns, drawn, rules, context, selected } = props;
  const value = (name: string): CellValue | undefined => {
    return row?.values[context.cells.findIndex((one) => one.name === name)];
  };
  const tone = row && rules.length > 0 ? rowToneOf(rules, value) : undefined;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected || undefined}
      aria-level={row?.branch ? row.branch.level + 1 : undefined}
      aria-expanded={row?.branch && !row.branch.leaf ? row.branch.open : undefined}
      aria-busy={row ? undefined : true}
      className={cx(
        css.row,
        lines > 1 && css.tall,
        selected && css.selected,
        row?.other && css.other,
        tone && css[`row-${tone}`],
      )}
      style={{ transform: `translateY(${top}px)`, height, '--lines': Math.max(2, lines) } as React.CSSProperties}
    >
      {drawn.map((at) => {
        const column = columns[at];
        return column && <GridCell key={column.id} {...props} column={column} at={at} context={context} />;
      })}
    </div>
  );
});

interface GridCellProps extends RowProps {
  column: TableColumn;
  at: number;
}

function GridCell({ row, index, pinned, rules, context, active, left, right, hit, column, at }: GridCellProps) {
  const text = row ? printed(context.words, column, row, context.cells) : '';
  const figure = row && column.metric !== undefined && !row.other;
  const name = (key: string) => row?.values[context.cells.findIndex((one) => one.name === key)];
  const tone = row && rules.length > 0 ? toneOf(rules, column, name) : undefined;
  const raw = row?.values[column.at];
  return (
    <div
      role="gridcell"
      aria-colindex={at + 1}
      tabIndex={active === at ? 0 : -1}
      data-cell={`${index}:${at}`}
      data-figure-cell={figure ? '' : undefined}
      title={titleOf(text, raw)}
      lang={typeof raw === 'string' && japanese.test(raw) ? 'ja' : undefined}
      className={cx(
        css.cell,
        column.kind !== 'text' && css.end,
        isName(column) && css.name,
        at < pinned && css.pinned,
        at === pinned - 1 && css.edge,
        at >= left && at <= right && left >= 0 && css.chosen,
        hit === at && css.hit,
        column.column.role && css.quiet,
      )}
      style={at < pinned ? { gridColumn: at + 1, insetInlineStart: `var(--p${at})` } : { gridColumn: at + 1 }}
    >
      {row && at === 0 && row.branch && <Twig row={row} />}
      {row && at === 0 && !row.other && context.lead?.(context.keys(row))}
      {row ? (
        <span className={css.content}>
          <Content column={column} row={row} text={text} tone={tone} context={context} />
        </span>
      ) : (
        <span className={css.waiting} />
      )}
    </div>
  );
}

/** titleOf says a figure in full: rounding is only for the eye. */
function titleOf(text: string, raw: CellValue | undefined): string | undefined {
  if (typeof raw !== 'number') return text === '' ? undefined : text;
  return Number.isInteger(raw) ? text : `${text} (${raw})`;
}

/** Twig indents a row of a tree, and shows whether it is open. */
function Twig({ row }: { row: SourceRow }) {
  const branch = row.branch;
  if (!branch) return null;
  return (
    <span className={css.twig} style={{ paddingInlineStart: branch.level * 20 }} data-twig>
      {branch.leaf ? (
        <span className={css.leaf} />
      ) : (
        <Icon of={branch.open ? IconChevronDown : IconChevronRight} size={14} />
      )}
    </span>
  );
}
