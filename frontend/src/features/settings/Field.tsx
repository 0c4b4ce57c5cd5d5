import type { ReactNode } from 'react';

import css from './Settings.module.css';

/** Section is a heading and its fields. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.section} aria-label={title}>
      <h2>{title}</h2>
      <div>{children}</div>
    </section>
  );
}

interface FieldProps {
  label: string;
  help: string;
  id?: string;
  children: ReactNode;
}

/** Field is one choice: what it is called, what it changes, and its control. */
export function Field({ label, help, id, children }: FieldProps) {
  return (
    <div className={css.field}>
      <div>
        {id ? <label htmlFor={id}>{label}</label> : <span>{label}</span>}
        {help !== '' && <p className="sm t2">{help}</p>}
      </div>
      <div className={css.control}>{children}</div>
    </div>
  );
}
