import { useTranslation } from 'react-i18next';

import { int, missing, pct } from '../lib/format';
import css from './Rate.module.css';

interface RateProps {
  value: number | null;
  /** part and of are shown instead of the percentage when the base is below 5. */
  part?: number | null;
  of?: number | null;
}

const width = 56;
const scale = 1.25;
const full = width / scale;

/** Rate is a figure with its bar on a scale to 125 % and a tick at 100 %; the figure is never cut. */
export function Rate({ value, part = null, of = null }: RateProps) {
  const { t } = useTranslation();
  const small = value !== null && part !== null && of !== null && of < 5;
  return (
    <span className={css.rate}>
      <RateBar value={value} />
      {value === null ? (
        <span className="t3">
          {missing}
          <span className="sr">{t('status.no_data')}</span>
        </span>
      ) : (
        <span>{small ? t('figure.partOf', { part: int(part), of: int(of) }) : pct(value)}</span>
      )}
    </span>
  );
}

/** RateBar is the bar alone, for those who see it beside the figure. */
export function RateBar({ value }: { value: number | null }) {
  return (
    <svg viewBox={`0 0 ${width} 12`} aria-hidden="true">
      <Bar value={value} />
      <path d={`M${full} 0v12`} className={css.tick} />
    </svg>
  );
}

function Bar({ value }: { value: number | null }) {
  if (value === null) return <path d={`M0 6h${width}`} className={css.none} />;
  const length = (Math.min(value, scale) / scale) * width;
  return (
    <>
      <rect y="3" width={width} height="6" className={css.track} />
      <rect y="3" width={Math.min(length, full)} height="6" className={css.bar} />
      {value > 1 && <rect x={full} y="3" width={length - full} height="6" className={css.over} />}
    </>
  );
}
