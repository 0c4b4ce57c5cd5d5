import css from './FileName.module.css';

/** dated are the days in a name, each with its time and the ending of a file behind it. */
const dated = /(\d{4}[-_.]\d{2}[-_.]\d{2}(?:[-_.T]\d{2}){0,3}(?:\.[A-Za-z]\w{0,4}\b)?)/;

/** FileName lets a name that has no room break between its parts, but not inside a day. */
export function FileName({ name }: { name: string }) {
  const parts = name.split(dated);
  if (parts.length === 1) return name;
  // What is split by a group stands at each second place.
  return parts.map((part, i) =>
    i % 2 === 1 ? (
      <span key={i} className={css.whole}>
        {part}
      </span>
    ) : (
      part
    ),
  );
}
