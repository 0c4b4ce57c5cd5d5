import type { ReactNode } from 'react';

import { cx } from '../lib/cx';
import css from './Tile.module.css';

interface TileProps {
  title: string;
  /** sub is said beside the title in grey. */
  sub?: ReactNode;
  actions?: ReactNode;
  /** span is the number of the twelve columns it takes. */
  span?: number;
  /** flush is for a tile that ends with a table, whose last line is that of the sheet. */
  flush?: boolean;
  children: ReactNode;
}

/** Tile is one cell of the ruled sheet: a heading and what belongs to it. */
export function Tile({ title, sub, actions, span = 12, flush = false, children }: TileProps) {
  return (
    <section className={cx(css.tile, flush && css.flush)} style={{ gridColumn: `span ${span}` }} aria-label={title}>
      <header className={css.head}>
        <h2>{title}</h2>
        {sub && <span className={cx(css.sub, 'cut')}>{sub}</span>}
        <span className="grow" />
        {actions}
      </header>
      {children}
    </section>
  );
}

/** Sheet is the twelve columns on which tiles meet at hairlines. */
export function Sheet({ children }: { children: ReactNode }) {
  return <div className={css.sheet}>{children}</div>;
}
