import type { ReactNode } from 'react';

import css from './Settings.module.css';

interface SectionProps {
  title: string;
  /** lead is a sentence about all of its fields. */
  lead?: string;
  children: ReactNode;
}

/** Section is a heading and its fields. */
export function Section({ title, lead, children }: SectionProps) {
  return (
    <section className={css.section} aria-label={title}>
      <h2 tabIndex={-1}>{title}</h2>
      <div>
        {lead && <p className={css.lead}>{lead}</p>}
        {children}
      </div>
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
