import type { ReactNode } from 'react';

import { cx } from '../../../lib/cx';
import css from './Editor.module.css';

interface SlotsProps {
  /** text is a sentence with the places of fields in brackets: "Fires when it is [op] [value]". */
  text: string;
  fields: Record<string, ReactNode>;
  /** whole keeps the sentence on one line: its fields must be able to shrink. */
  whole?: boolean;
}

/** Slots sets fields into a sentence where the language wants them; a field stays on one line with the words before it. */
export function Slots({ text, fields, whole = false }: SlotsProps) {
  return (
    <div className={cx(css.say, whole && css.whole)}>
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
