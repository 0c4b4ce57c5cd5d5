import { IconAlertOctagon, IconAlertTriangle, IconArrowDown, IconArrowUp, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Cell, Result, ResultColumn } from '../../api/metricTypes';
import type { Answer, ColumnStyle, Visual } from '../../api/reportTypes';
import { cx } from '../../lib/cx';
import { dayMonth, int, isOne } from '../../lib/format';
import { hyphenated, together } from '../../lib/hyphens';
import { useWords, type Words } from '../catalog/useCatalog';
import { Icon } from '../Icon';
import { FigureButton } from '../passport/FigureButton';
import { Status } from '../Status';
import css from './Figures.module.css';
import { type Companion, type FigureData, figuresOf, isRate } from './figures';

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
  const { t, i18n } = useTranslation();
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
          <span>{together(hyphenated(label, i18n.language))}</span>
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
        <Base figure={figure} small={small} words={words} />
      </div>
      <div className={css.note}>
        <Note figure={figure} words={words} compared={compared} />
      </div>
    </>
  );
}

/** Base is what a figure stands on: the whole of a rate, another figure, or its unit. */
function Base({ figure, small, words }: { figure: FigureData; small: boolean; words: Words }) {
  const { t } = useTranslation();
  const { column, of, beside, counts } = figure;
  if (beside) return <span className={css.base}>{words.figure(beside.column, beside.value)}</span>;
  if (of === null && told.has(column.unit) && typeof figure.value === 'number') {
    const unit = words.catalog.units?.[column.unit];
    return <span className={css.base}>{isOne(figure.value) ? unit?.one : unit?.other}</span>;
  }
  if (of === null || small) return null;
  if (isScore(column)) return <span className={css.base}>{t('visual.of', { of: int(best) })}</span>;
  if (!isRate(column)) return <span className={css.base}>{words.quantity(of, counts)}</span>;
  return <span className={css.base}>{t('visual.of', { of: int(of) })}</span>;
}

/** told are the units that the name of a figure does not say. */
const told = new Set(['minutes', 'units']);

/** best is the highest score. */
const best = 100;

/** isScore says whether a figure is a mean of points, whose parts mean nothing by themselves. */
function isScore(column: ResultColumn): boolean {
  return column.unit === 'points' && !isRate(column);
}

const toneIcons = { crit: IconAlertOctagon, warn: IconAlertTriangle, info: IconInfoCircle } as const;

/** Below is the figure in the line below; one that wants a hand has icon and colour. */
function Below({ of, words }: { of: Companion; words: Words }) {
  const { t } = useTranslation();
  const text = together(t('visual.part', { label: of.title, part: words.cell(of.column, of.value) }));
  const tone = of.tone === 'crit' || of.tone === 'warn' || of.tone === 'info' ? of.tone : undefined;
  if (!tone) return <span>{text}</span>;
  return (
    <span className={cx(css.status, tone)}>
      <Icon of={toneIcons[tone]} size={14} />
      <span>{text}</span>
    </span>
  );
}

function Note({ figure, words, compared }: Pick<FigureProps, 'figure' | 'words' | 'compared'>) {
  const { t } = useTranslation();
  const { value, delta, column, part, of, below, counts } = figure;
  if (value === null) return <Status is="no_data" plain />;
  if (below?.tone) return <Below of={below} words={words} />;
  if (delta && compared) return <Change delta={delta} figure={figure} words={words} compared={compared} />;
  if (isRate(column) && Number(value) > 1) return <Status is="above_100" plain />;
  if (below) return <Below of={below} words={words} />;
  if (isScore(column)) return of === null ? null : <span>{words.quantity(of, counts)}</span>;
  if (!isRate(column)) return part === null ? null : <span>{words.quantity(part, column.unit)}</span>;
  const metric = words.metric(column.name);
  const counted = words.metric(metric?.measure ?? '');
  if (part === null || counted?.name === column.name) return null;
  if (!counted) return <span>{words.quantity(part, metric?.denominator ?? '')}</span>;
  return <span>{together(t('visual.part', { label: words.label(counted.name), part: int(part) }))}</span>;
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
  if (value === null) return <>{together(t('visual.changeUnknown', { day }))}</>;
  if (value === 0) return <>{together(t('visual.unchanged', { day }))}</>;
  const change = words.cell(column, value, undefined, figure.currency);
  return (
    <span className={css.status}>
      <Icon of={value > 0 ? IconArrowUp : IconArrowDown} size={12} />
      <span>{together(t('visual.since', { change, day }))}</span>
    </span>
  );
}
