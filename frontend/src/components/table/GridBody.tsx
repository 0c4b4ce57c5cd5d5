// biome-ignore-all lint/a11y/useSemanticElements: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
import { type Ref, type RefObject, useEffect, useImperativeHandle } from 'react';

import type { StyleRule } from '../../api/reportTypes';
import type { CellContext } from './Cell';
import type { TableColumn } from './columns';
import type { Hit } from './find';
import css from './Grid.module.css';
import type { At, Range } from './keyboard';
import { Row } from './Row';
import type { RowPlaces } from './rowPlaces';
import type { RowSource, SourceRow } from './source';
import { useScaledRows } from './useScaledRows';

/** BodyHandle scrolls the rows of a grid. */
export interface BodyHandle {
  scrollTo: (row: number) => void;
  /** page is how many rows are in sight. */
  page: number;
}

interface GridBodyProps {
  handle: Ref<BodyHandle>;
  scroller: RefObject<HTMLElement | null>;
  source: RowSource;
  places: RowPlaces;
  head: number;
  foot: number;
  columns: TableColumn[];
  drawn: number[];
  pinned: number;
  rules: StyleRule[];
  context: CellContext;
  at: At;
  range: Range | null;
  hit: Hit | undefined;
  isSelected: (row: SourceRow) => boolean;
}

/** GridBody are the rows of a grid. While it is scrolled, it alone is drawn again. */
export function GridBody(props: GridBodyProps) {
  const { handle, scroller, source, places, head, foot, at, range, hit, isSelected, ...rest } = props;
  const { first, last, base, shift, height, placed, scrollTo } = useScaledRows(
    scroller,
    source.count,
    places,
    head,
    foot,
  );
  useImperativeHandle(handle, () => ({ scrollTo, page: Math.max(1, last - first - 2) }));
  useEffect(() => source.want(first, last), [source, first, last]);
  // The row that has the focus stays, or it would be lost, and the grid with it for the Tab key.
  const kept = at.row >= 0 && at.row < source.count && !placed.includes(at.row);
  const topOf = (index: number) => places.startOf(index) - places.startOf(base);
  const inBody = (index: number) => Math.max(-shift, Math.min(height - places.heightAt(index) - shift, topOf(index)));
  return (
    <div
      role="rowgroup"
      className={css.body}
      style={{ height }}
      aria-busy={source.count > 0 && source.at(first) === undefined}
    >
      <div role="presentation" style={{ transform: `translateY(${shift}px)` }}>
        {(kept ? [...placed, at.row] : placed).map((index) => {
          const row = source.at(index);
          const chosen = range && index >= range.top && index <= range.bottom;
          return (
            <Row
              key={index}
              {...rest}
              row={row}
              index={index}
              top={kept && index === at.row ? inBody(index) : topOf(index)}
              height={places.heightAt(index)}
              lines={places.linesAt(index)}
              active={at.row === index ? at.column : -1}
              selected={row !== undefined && isSelected(row)}
              left={chosen ? range.left : -1}
              right={chosen ? range.right : -1}
              hit={hit?.row === index ? hit.column : -1}
            />
          );
        })}
      </div>
    </div>
  );
}
