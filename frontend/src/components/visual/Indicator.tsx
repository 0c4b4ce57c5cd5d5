import { useTranslation } from 'react-i18next';

import type { Cell } from '../../api/metricTypes';
import type { Answer, Visual } from '../../api/reportTypes';
import { useWords } from '../catalog/useCatalog';
import { Figure } from './Figures';
import css from './Figures.module.css';
import { figuresOf } from './figures';

interface IndicatorProps {
  answer: Answer;
  visual: Visual;
  onExplain?: ((cell: Cell) => void) | undefined;
}

/** Indicator is one figure with what it is compared with and its goal. */
export function Indicator({ answer, visual, onExplain }: IndicatorProps) {
  const { t } = useTranslation();
  const words = useWords();
  const figures = words ? figuresOf(answer, visual, words) : [];
  const [figure] = figures;
  if (!words || !figure) return null;
  const { goal } = visual;
  const target = goal?.value ?? figures.find((one) => one.column.name === goal?.metric)?.value;
  const style = visual.columns?.find((one) => one.column === figure.column.name);
  return (
    <div className={css.indicator}>
      <Figure
        answer={answer}
        figure={figure}
        style={style}
        words={words}
        compared={answer.result.compared}
        onExplain={onExplain}
        alone
      />
      {target !== undefined && (
        <div className={css.note}>{t('visual.goal', { value: words.cell(figure.column, target, style) })}</div>
      )}
    </div>
  );
}
