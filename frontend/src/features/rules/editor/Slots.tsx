import { Fragment, type ReactNode } from 'react';

import css from './Editor.module.css';

interface SlotsProps {
  /** text is a sentence with the places of fields in brackets: "Fires when it is [op] [value]". */
  text: string;
  fields: Record<string, ReactNode>;
}

/** Slots sets fields into a sentence where the language wants them. */
export function Slots({ text, fields }: SlotsProps) {
  return (
    <div className={css.say}>
      {text.split(/(\[\w+\])/).map((part, i) => {
        const name = /^\[(\w+)\]$/.exec(part)?.[1];
        if (name === undefined) {
          const said = part.trim();
          if (said === '') return null;
          return (
            <span key={i} className={/^[,.、。]/.test(said) ? css.tight : undefined}>
              {said}
            </span>
          );
        }
        return <Fragment key={i}>{fields[name]}</Fragment>;
      })}
    </div>
  );
}
