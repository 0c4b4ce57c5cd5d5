import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconMinus } from '@tabler/icons-react';

import type { CellValue, ResultColumn } from '../../api/metricTypes';
import type { Tone } from '../../api/reportTypes';
import { cx } from '../../lib/cx';
import { daysBetween, inDays, missing } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { urgency } from '../../lib/urgency';
import type { Words } from '../catalog/useCatalog';
import { Icon } from '../Icon';
import { RateBar } from '../Rate';
import rate from '../Rate.module.css';
import { isStatus, Status, toStatus } from '../Status';
import css from './Cell.module.css';
import { Course } from './Course';
import type { TableColumn } from './columns';
import { Change, ShareBar, Spark } from './drawn';
import { Marked } from './Marked';
import type { SourceRow } from './source';
import type { DataTableProps } from './types';

/** CellContext is what all cells of a table are printed with. */
export interface CellContext {
  t: T;
  words: Words;
  /** cells are all columns of the answer, also those not shown. */
  cells: ResultColumn[];
  /** today is the day the answer is as of, from which days are counted. */
  today: string;
  /** greatest are the largest values of columns drawn as bars, by id. */
  greatest: Record<string, number>;
  /** text is what is found; its hits are marked. */
  find: string;
  /** lead stands before the first cell of a row. */
  lead?: DataTableProps['lead'];
  /** keys are the values of a row that tell it apart, by column. */
  keys: (row: SourceRow) => Record<string, CellValue>;
}

/** printed is the text of a cell, as it is shown and searched. cells are all columns of the answer, also those not shown. */
export function printed(words: Words, column: TableColumn, row: SourceRow, cells: ResultColumn[]): string {
  if (column.points) return '';
  const value = row.values[column.at];
  if (row.other && column.key && value !== null) return words.columnLabel(otherColumn);
  const base = column.column.type === 'ratio' ? words.base(row.part(column.column)) : '';
  return base || words.cell(column.column, value, column.style, words.currencyOf(cells, row.values, column.column));
}

const otherColumn = { name: '', metric: '', type: 'text' as const, format: 'text', unit: '', other: true };

const toneIcons = {
  crit: IconAlertOctagon,
  warn: IconAlertTriangle,
  good: IconCircleCheck,
  info: IconInfoCircle,
  neutral: IconMinus,
} as const;

interface ContentProps {
  column: TableColumn;
  row: SourceRow;
  text: string;
  tone: Tone | undefined;
  context: CellContext;
}

/** Content draws what is in a cell. It uses no hooks, for a table draws hundreds of them in a frame. */
export function Content({ column, row, text, tone, context }: ContentProps) {
  const { t } = context;
  const value = row.values[column.at];
  if (column.points) return <Spark values={column.points.map((at) => row.values[at])} />;
  if (column.column.role === 'change') return <Change kind={String(value ?? '')}>{text}</Change>;
  if (value === null || value === undefined) return <Missing column={column} t={t} />;
  const words = <Marked text={text} find={context.find} />;
  switch (column.style?.as) {
    case 'rate':
      return (
        <span className={rate.rate}>
          <RateBar value={Number(value)} />
          <Above value={value} t={t}>
            {words}
          </Above>
        </span>
      );
    case 'bar':
      return (
        <span className={css.bar}>
          <ShareBar value={Number(value)} greatest={context.greatest[column.id] ?? 0} />
          {words}
        </span>
      );
    case 'spark':
      return (
        <span className={css.course}>
          {column.metric !== undefined && <Course metric={column.metric} row={row} />}
          <span>{words}</span>
        </span>
      );
    case 'status':
      return <State value={String(value)}>{words}</State>;
    case 'days':
      return <Days value={value} context={context} text={text} />;
    default:
  }
  if (tone) {
    return (
      <span className={cx(css.toned, css[tone])}>
        <Icon of={toneIcons[tone]} size={12} label={t(`table.tone.${tone}`)} />
        {words}
      </span>
    );
  }
  if (column.column.type === 'ratio' && !column.column.role) {
    return (
      <Above value={value} t={t}>
        {words}
      </Above>
    );
  }
  return words;
}

/** State is a value with the icon of its state; one that has none is a word. */
function State({ value, children }: { value: string; children: React.ReactNode }) {
  const name = value.replaceAll(' ', '_');
  return isStatus(name) ? <Status is={toStatus(name)} /> : children;
}

/** Above says of a rate above 100 % that it is, not only by colour. */
function Above({ value, t, children }: { value: CellValue; t: T; children: React.ReactNode }) {
  if (typeof value !== 'number' || value <= 1) return <span data-figure>{children}</span>;
  return (
    <span data-figure className={css.above} title={t('status.above_100')}>
      {children}
      <span className="sr">{t('status.above_100')}</span>
    </span>
  );
}

function Missing({ column, t }: { column: TableColumn; t: T }) {
  const dash = (
    <span className="t3">
      {missing}
      <span className="sr">{t('status.no_data')}</span>
    </span>
  );
  if (column.style?.as !== 'rate') return dash;
  return (
    <span className={rate.rate}>
      <RateBar value={null} />
      {dash}
    </span>
  );
}

const dayLooks = { passed: css.urgent, act_now: css.urgent, act_soon: css.soon, on_track: undefined };

function Days({ value, context, text }: { value: CellValue; context: CellContext; text: string }) {
  const days = daysBetween(context.today, String(value));
  return (
    <span className={css.days}>
      <span className={cx(Number.isFinite(days) && dayLooks[urgency(days)])}>
        <Marked text={text} find={context.find} />
      </span>
      {Number.isFinite(days) && <span className={css.relative}>{inDays(days)}</span>}
    </span>
  );
}
