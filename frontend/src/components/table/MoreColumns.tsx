import { IconChevronRight } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { int, list } from '../../lib/format';
import { Icon } from '../Icon';
import css from './MoreColumns.module.css';
import { end, type GridLayout } from './useGridLayout';

interface MoreColumnsProps {
  scroller: RefObject<HTMLElement | null>;
  grid: GridLayout;
  width: number;
}

/** Place is a column and where it is across the table. */
interface Place {
  title: string;
  from: number;
  to: number;
}

/** placesOf are the columns that scroll, in their order. */
function placesOf({ visible, widths, pinned }: GridLayout): Place[] {
  let from = 0;
  const places = visible.map((one): Place => {
    const place = { title: one.title, from, to: from + (widths[one.id] ?? 0) };
    from = place.to;
    return place;
  });
  return places.slice(pinned);
}

/**
 * MoreColumns covers what the end of a table that scrolls would cut of a column,
 * says how many are behind, and a press brings the next ones. It is for the
 * pointer: with the keyboard the columns are walked through.
 */
export function MoreColumns({ scroller, grid, width }: MoreColumnsProps) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const follow = () => setLeft(element.scrollLeft);
    follow();
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [scroller]);
  const places = placesOf(grid);
  const behind = places.filter((one) => one.to > left + width - end + 1);
  const next = behind[0];
  if (!next) return null;
  const label = t('table.more', {
    count: behind.length,
    number: int(behind.length),
    columns: list(behind.map((one) => one.title)),
  });
  const fixed = places[0]?.from ?? 0;
  return (
    <div className={css.edge} aria-hidden="true">
      <div className={css.cover}>
        <button
          type="button"
          tabIndex={-1}
          title={label}
          className={css.more}
          onClick={() => scroller.current?.scrollTo({ left: next.from - fixed })}
        >
          <Icon of={IconChevronRight} size={14} />
        </button>
      </div>
    </div>
  );
}
