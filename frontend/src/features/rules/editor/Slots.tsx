import type { ReactNode } from 'react';

import css from './Editor.module.css';

interface SlotsProps {
  /** text is a sentence with the places of fields in brackets: "Fires when it is [op] [value]". */
  text: string;
  fields: Record<string, ReactNode>;
}

/** Slots sets fields into a sentence where the language wants them; a field stays on one line with the words before it. */
export function Slots({ text, fields }: SlotsProps) {
  return (
    <div className={css.say}>
      {unitsOf(text).map(({ before, field, after }, i) => (
        <span key={i} className={css.unit}>
          {before !== '' && <span>{before}</span>}
          {field !== '' && fields[field]}
          {after !== '' && <span className={css.tight}>{after}</span>}
        </span>
      ))}
    </div>
  );
}

/** Unit is a field with the words that lead to it, and the punctuation behind it. */
interface Unit {
  before: string;
  field: string;
  after: string;
}

/** unitsOf takes a sentence apart. */
export function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  for (const part of text.matchAll(/([^[]*)(?:\[(\w+)\]([,.;:、。]?))?/g)) {
    const [, words = '', field = '', after = ''] = part;
    const before = words.trim();
    if (before !== '' || field !== '') units.push({ before, field, after });
  }
  return units;
}
