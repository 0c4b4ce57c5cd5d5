import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Cell, CellValue, ResultColumn } from '../../api/metricTypes';
import type { Answer } from '../../api/reportTypes';
import { cx } from '../../lib/cx';
import { day } from '../../lib/format';
import { useWords } from '../catalog/useCatalog';
import css from './FigureButton.module.css';
import { openPassport } from './passport';

interface FigureButtonProps {
  answer: Pick<Answer, 'query' | 'result' | 'title'>;
  cell: Cell;
  column: ResultColumn;
  value: CellValue | undefined;
  /** label says what the figure is, where it does not stand beside it. */
  label?: string;
  className?: string;
  /** onExplain goes before opening the passport. */
  onExplain?: ((cell: Cell) => void) | undefined;
  children: ReactNode;
}

/** FigureButton makes a figure a button to its passport, and says on hover its unit, its full precision, and as of when and from what it is. */
export function FigureButton(props: FigureButtonProps) {
  const { answer, cell, column, value, label, className, onExplain, children } = props;
  const { t } = useTranslation();
  const words = useWords();
  const figure = words?.figure(column, value) ?? '';
  const told = [
    typeof value === 'number' && !Number.isInteger(value) ? t('passport.precise', { figure, value }) : figure,
    t('passport.hoverAsOf', { day: day(answer.result.data_as_of) }),
    Object.keys(answer.result.as_of_by_dataset)
      .map((dataset) => words?.label(dataset) ?? dataset)
      .join(', '),
  ];
  return (
    <button
      type="button"
      className={cx(css.figure, className)}
      title={told.filter(Boolean).join('\n')}
      aria-label={label}
      onClick={() => (onExplain ? onExplain(cell) : openPassport({ query: answer.query, cell, title: answer.title }))}
    >
      {children}
    </button>
  );
}
