import { type ReactNode, useId } from 'react';

import css from './Editor.module.css';

interface StepProps {
  number: number;
  title: string;
  /** problem is what is wrong in this step. */
  problem?: string | undefined;
  children: ReactNode;
}

/** Step is one of the numbered steps of a rule. */
export function Step({ number, title, problem, children }: StepProps) {
  const id = useId();
  return (
    <section className={css.step} aria-labelledby={id}>
      <h2 id={id}>
        {number} {title}
      </h2>
      {children}
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
