import { lazy, Suspense, useMemo } from 'react';

import type { Cell, CellValue, Query } from '../../api/metricTypes';
import type { Answer, Mark, Report, Visual as VisualOf } from '../../api/reportTypes';
import { DrawingView, loadDrawn } from '../chart/Chart';
import { Agenda } from './Agenda';
import { withTokens } from './dashboard/applied';
import { Figures } from './Figures';
import { Indicator } from './Indicator';
import css from './Visual.module.css';

const loadTable = () => import('../table/DataTable').then((module) => ({ default: module.DataTable }));
const DataTable = lazy(loadTable);

/** drawnAtOnce are what is shown without anything that is loaded first. */
const drawnAtOnce = ['figures', 'indicator', 'agenda'];

/** loadAhead loads what will show an answer while it is waited for. */
export function loadAhead({ show }: VisualOf): void {
  if (drawnAtOnce.includes(show)) return;
  // A failure is told by what shows the answer, which loads it again.
  loadTable().catch(() => {});
  if (show !== 'table') loadDrawn().catch(() => {});
}

interface VisualProps {
  report: Report;
  answer: Answer;
  height: number | 'fill';
  /** viewKey remembers how the person laid a table out; by default that of the report. */
  viewKey?: string;
  /** label says what is shown to those who do not see it; by default the title. */
  label?: string;
  selected?: Record<string, CellValue>[];
  onSelect?: ((mark: Mark, add: boolean) => void) | undefined;
  /** onExplain opens the passport of a figure; query is the one in which the cell is, where it is not that of the answer. */
  onExplain?: ((cell: Cell, query?: Query) => void) | undefined;
  onVisual?: ((visual: VisualOf) => void) | undefined;
  /** asTable shows the table twin of a drawing. */
  asTable?: boolean;
  find?: string;
}

/** Visual shows an answer the way its report says: as a table, as figures, as an agenda, or drawn. */
export function Visual(props: VisualProps) {
  const { answer } = props;
  const report = useTitled(props.report, answer.query.tokens);
  const { height, onExplain, asTable = false, label = answer.title } = props;
  const { visual } = report;
  if (asTable) return <Table {...props} report={report} />;
  switch (visual.show) {
    case 'figures':
      return <Figures answer={answer} visual={visual} onExplain={onExplain} />;
    case 'indicator':
      return <Indicator answer={answer} visual={visual} onExplain={onExplain} />;
    case 'agenda':
      return <Agenda answer={answer} visual={visual} label={label} />;
    default:
  }
  if (!answer.chart) return <Table {...props} report={report} />;
  return (
    <div className={css.drawn} style={{ height: height === 'fill' ? '100%' : height }}>
      <DrawingView
        drawing={answer.chart}
        height="fill"
        label={label}
        selected={props.selected}
        onSelect={props.onSelect}
        onExplain={(mark) => onExplain?.(cellOf(mark))}
      />
    </div>
  );
}

/** useTitled is a report with the values of tokens in the titles of its columns. */
function useTitled(report: Report, tokens: Record<string, unknown> | undefined): Report {
  return useMemo(() => {
    const { columns } = report.visual;
    if (!tokens || !columns?.some((one) => one.title?.includes('{{'))) return report;
    const titled = columns.map((one) => (one.title ? { ...one, title: withTokens(one.title, tokens) } : one));
    return { ...report, visual: { ...report.visual, columns: titled } };
  }, [report, tokens]);
}

/** cellOf is the figure behind a mark. */
function cellOf({ keys: _, ...cell }: Mark): Cell {
  return cell;
}

function Table({ report, answer, height, viewKey, selected, onSelect, onExplain, onVisual, find }: VisualProps) {
  return (
    <Suspense fallback={<Room height={height} />}>
      <DataTable
        viewKey={viewKey ?? `report.${report.name ?? ''}`}
        answer={answer}
        visual={report.visual}
        height={height}
        {...(find !== undefined && { find })}
        {...(selected && { selected })}
        {...(onSelect && { onSelect })}
        {...(onExplain && { onExplain })}
        {...(onVisual && { onVisual })}
      />
    </Suspense>
  );
}

/** Room keeps the place of what is still being loaded. */
function Room({ height }: { height: number | 'fill' }) {
  return <div style={{ height: height === 'fill' ? '100%' : height }} />;
}
