import { IconCircleHalf2, IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Cell } from '../../api/metricTypes';
import { stalenessQuery } from '../../api/queries';
import type { Answer } from '../../api/reportTypes';
import { dayMonth, int } from '../../lib/format';
import { useWords } from '../catalog/useCatalog';
import { Icon } from '../Icon';
import { Status } from '../Status';
import { aboveHundred } from './figures';
import css from './ReportTile.module.css';

interface BadgesProps {
  answer: Answer;
  onExplain: (cell: Cell) => void;
}

/** Badges say what must be known about the figures of a tile. */
export function Badges({ answer, onExplain }: BadgesProps) {
  return (
    <>
      <AboveHundred answer={answer} onExplain={onExplain} />
      <NotApplied names={answer.not_applied} />
      <Late answer={answer} />
    </>
  );
}

/** AboveHundred counts the rates beyond 100 % and offers why. */
function AboveHundred({ answer, onExplain }: BadgesProps) {
  const { t } = useTranslation();
  const cells = aboveHundred(answer);
  const [first] = cells;
  if (!first) return null;
  return (
    <span className={css.badge}>
      <Status is="above_100" plain>
        {t('visual.above', { count: cells.length, number: int(cells.length) })}
      </Status>
      <button type="button" className={css.textButton} onClick={() => onExplain(first)}>
        {t('visual.explain')}
      </button>
    </span>
  );
}

/** NotApplied names the filters that the rows of a tile do not have. */
function NotApplied({ names }: { names: string[] }) {
  const { t } = useTranslation();
  const words = useWords();
  if (names.length === 0 || !words) return null;
  const list = names.map((name) => words.label(name));
  const text = t('visual.notApplied', { count: list.length, names: list.join(', ') });
  return (
    <span className={css.badge} title={text}>
      <Icon of={IconFilterOff} size={14} />
      <span className="cut">{text}</span>
    </span>
  );
}

/** Late names the oldest dataset of a tile where its source is late. */
function Late({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const words = useWords();
  const { data: sources } = useQuery(stalenessQuery());
  const days = answer.result.as_of_by_dataset;
  const late = new Set((sources ?? []).filter((source) => source.late > 0).map((source) => source.dataset));
  const [oldest] = Object.entries(days)
    .filter(([name]) => late.has(name))
    .sort(([, a], [, b]) => (a < b ? -1 : 1));
  if (!oldest || !words) return null;
  const [dataset, day] = oldest;
  const text = t('visual.late', { dataset: words.datasetLabel(dataset), day: dayMonth(day) });
  return (
    <span className={css.badge} title={text}>
      <span className="warn row" style={{ gap: 4 }}>
        <Icon of={IconCircleHalf2} size={14} />
        <span className="cut">{text}</span>
      </span>
    </span>
  );
}
