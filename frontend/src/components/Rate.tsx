import css from './Rate.module.css';

const width = 56;
const scale = 1.25;
const full = width / scale;

/** RateBar is a bar on a scale to 125 % with a tick at 100 %; the figure beside it is never cut. */
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
