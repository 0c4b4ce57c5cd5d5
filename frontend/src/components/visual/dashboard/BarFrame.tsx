import type { ReactNode } from 'react';

import css from './Bar.module.css';

interface BarFrameProps {
  /** actions are what is done with the page; they stay at the end of the first line. */
  actions: ReactNode;
  children: ReactNode;
}

/** BarFrame puts what filters a page beside what is done with it: filters go on on further lines, actions never stand alone on one. */
export function BarFrame({ actions, children }: BarFrameProps) {
  return (
    <div className={css.frame}>
      <div className={css.filters}>{children}</div>
      <div className={css.actions}>{actions}</div>
    </div>
  );
}
