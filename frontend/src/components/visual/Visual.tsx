import type { Answer, Cell, CellValue, Mark, Report, Visual as VisualOf } from '../../api/reportTypes';
import { Agenda } from './Agenda';
import { Figures } from './Figures';
import { Indicator } from './Indicator';

interface VisualProps {
  report: Report;
  answer: Answer;
  height: number | 'fill';
  /** viewKey remembers how the person laid a table out. */
  viewKey: string;
  /** label says what is shown to those who do not see it. */
  label: string;
  selected?: Record<string, CellValue>[];
  onSelect?: ((mark: Mark, add: boolean) => void) | undefined;
  onExplain?: ((cell: Cell) => void) | undefined;
  onVisual?: ((visual: VisualOf) => void) | undefined;
  /** asTable shows the table twin of a drawing. */
  asTable?: boolean;
  find?: string;
}

/** Visual shows an answer the way its report says: as a table, as figures, as an agenda, or drawn. */
export function Visual(props: VisualProps) {
  const { report, answer, label, onExplain } = props;
  const { visual } = report;
  switch (visual.show) {
    case 'figures':
      return <Figures answer={answer} visual={visual} onExplain={onExplain} />;
    case 'indicator':
      return <Indicator answer={answer} visual={visual} onExplain={onExplain} />;
    case 'agenda':
      return <Agenda answer={answer} visual={visual} label={label} />;
    default:
      return <p className="t2">{answer.chart?.text}</p>;
  }
}
