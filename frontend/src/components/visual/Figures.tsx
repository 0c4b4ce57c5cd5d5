import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Answer, Cell, ColumnStyle, Result, Visual } from '../../api/reportTypes';
import { cx } from '../../lib/cx';
import { dayMonth, int } from '../../lib/format';
import { useWords, type Words } from '../catalog/useCatalog';
import { Icon } from '../Icon';
import { FigureButton } from '../passport/FigureButton';
import { Status } from '../Status';
import css from './Figures.module.css';
import { type FigureData, figuresOf, isRate } from './figures';

interface FiguresProps {
  answer: Answer;
  visual: Visual;
  onExplain?: ((cell: Cell) => void) | undefined;
}

/** Figures is a row of figures, each with its base and one line below; a figure opens its passport. */
export function Figures({ answer, visual, onExplain }: FiguresProps) {
  const words = useWords();
  if (!words) return null;
  const { compared } = answer.result;
  return (
    <div className={css.figures}>
      {figuresOf(answer, visual, words).map((figure) => (
        <div key={figure.column.name} className={css.figureCell}>
          <Figure
            answer={answer}
            figure={figure}
            style={visual.columns?.find((one) => one.column === figure.column.name)}
            words={words}
            compared={compared}
            onExplain={onExplain}
          />
        </div>
      ))}
    </div>
  );
}

interface FigureProps {
  answer: Answer;
  figure: FigureData;
  style: ColumnStyle | undefined;
  words: Words;
  compared: Result['compared'];
  onExplain: ((cell: Cell) => void) | undefined;
  /** alone figures have their tile to themselves, whose title says what they are. */
  alone?: boolean;
}

/** Figure is a label, the figure with its base, and one line: the change, or what is to be known about it. */
export function Figure({ answer, figure, style, words, compared, onExplain, alone = false }: FigureProps) {
  const { t } = useTranslation();
  const { column, cell, of, part } = figure;
  const label = words.columnLabel(column, style);
  const small = isRate(column) && of !== null && of > 0 && of < 5;
  const value = small
    ? t('visual.partOf', { part: int(part), of: int(of) })
    : words.cell(column, figure.value, style, figure.currency);
  return (
    <>
      {!alone && (
        <div className={css.label} title={label}>
          <span>{label}</span>
        </div>
      )}
      <div className={css.line}>
        <FigureButton
          answer={answer}
          cell={cell}
          column={column}
          value={figure.value}
          label={t('visual.figureOf', { label, value })}
          className={cx(css.figure, alone && css.large)}
          onExplain={onExplain}
        >
          {value}
        </FigureButton>
        {of !== null && !small && <span className={css.base}>{t('visual.of', { of: int(of) })}</span>}
      </div>
      <div className={css.note}>
        <Note figure={figure} words={words} compared={compared} />
      </div>
    </>
  );
}

function Note({ figure, words, compared }: Pick<FigureProps, 'figure' | 'words' | 'compared'>) {
  const { t } = useTranslation();
  const { value, delta, column, part } = figure;
  if (value === null) return <Status is="no_data" plain />;
  if (delta && compared) return <Change delta={delta} figure={figure} words={words} compared={compared} />;
  if (isRate(column) && Number(value) > 1) return <Status is="above_100" plain />;
  const counted = words.metric(words.metric(column.name)?.measure ?? '');
  if (part === null || !counted || counted.name === column.name) return null;
  return <span className={css.part}>{t('visual.part', { label: words.label(counted.name), part: int(part) })}</span>;
}

interface ChangeProps {
  delta: NonNullable<FigureData['delta']>;
  figure: FigureData;
  words: Words;
  compared: NonNullable<Result['compared']>;
}

/** Change says by how much a figure moved since the state compared with; up is neither good nor bad by itself. */
function Change({ delta: { column, value }, figure, words, compared }: ChangeProps) {
  const { t } = useTranslation();
  const day = compared.known_at ? t('visual.import', { id: int(compared.known_at) }) : dayMonth(compared.as_of);
  if (value === null) return <>{t('visual.changeUnknown', { day })}</>;
  if (value === 0) return <>{t('visual.unchanged', { day })}</>;
  const change = words.cell(column, value, undefined, figure.currency);
  return (
    <span className="row" style={{ gap: 4 }}>
      <Icon of={value > 0 ? IconArrowUp : IconArrowDown} size={12} />
      {t('visual.since', { change, day })}
    </span>
  );
}
