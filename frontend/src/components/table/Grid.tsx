// biome-ignore-all lint/a11y/useSemanticElements: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
// biome-ignore-all lint/a11y/noStaticElementInteractions: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { CellValue, Sort } from '../../api/metricTypes';
import { cx } from '../../lib/cx';
import { int } from '../../lib/format';
import { usePrinting } from '../../lib/printing';
import type { Words } from '../catalog/useCatalog';
import { ErrorPanel } from '../ErrorPanel';
import { useSide } from '../passport/side';
import type { Filters } from './asked';
import { type CellContext, printed } from './Cell';
import { keysOf, partsOf, type TableColumn } from './columns';
import { Foot, hasFoot } from './Foot';
import css from './Grid.module.css';
import { type BodyHandle, GridBody } from './GridBody';
import { GridTools } from './GridTools';
import { Head } from './Head';
import { type Layout, rowHeights } from './layout';
import { MoreColumns } from './MoreColumns';
import { Paper } from './Paper';
import { RecordDrawer } from './RecordDrawer';
import { boxStyle } from './rowPlaces';
import type { RowSource } from './source';
import type { DataTableProps } from './types';
import { useChoices } from './useChoices';
import { useCopy } from './useCopy';
import { useDensity } from './useDensity';
import { useDrawnColumns } from './useDrawnColumns';
import { useHits } from './useFind';
import { useGridFocus } from './useGridFocus';
import { useGridKeys } from './useGridKeys';
import { useGridLayout, useWidth } from './useGridLayout';
import { useGridPress } from './useGridPress';
import { useRowActs } from './useRowActs';
import { useRowPlaces } from './useRowPlaces';
import { type ColumnFilter, isEmptyFilter } from './values';

/** GridProps are those of a table whose rows are there. */
export interface GridProps extends DataTableProps {
  words: Words;
  columns: TableColumn[];
  source: RowSource;
  layout: Layout;
  change: (part: Layout) => void;
  reset: (() => void) | undefined;
  sort: Sort[];
  filters: Filters;
  onFilters: (filters: Filters) => void;
  text: string;
  onText: (text: string) => void;
  isTree: boolean;
}

const noRules: NonNullable<GridProps['visual']['rules']> = [];

/** Grid draws a table: its head and foot stay, and of its rows only those in sight are drawn. */
export function Grid(props: GridProps) {
  const { answer, visual, words, columns, source, layout, change, sort, filters, onFilters, text, isTree, lead } =
    props;
  const { t } = useTranslation();
  const printing = usePrinting();
  const scroller = useRef<HTMLDivElement>(null);
  const [width, measured] = useWidth();
  // The ref must stay the same: one that changed would be empty while the rows look for what scrolls them.
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element;
      measured(element);
    },
    [measured],
  );
  const grid = useGridLayout(props, words, columns, layout, change, sort, width, isTree);
  const { visible, pinned } = grid;
  const rules = visual.rules ?? noRules;
  const cells = answer.result.columns;

  const totals = answer.result.totals;
  const foot = hasFoot(visible, totals);
  const density = useDensity(grid.arranged.density);
  const places = useRowPlaces(source, grid, rowHeights[density], words, cells);
  const levels = Math.max(0, ...visible.map((one) => one.groups.length));
  const headHeight = 33 * (1 + levels);
  const body = useRef<BodyHandle>(null);
  const scrollTo = (row: number) => body.current?.scrollTo(row);
  const size = {
    last: source.count - (foot ? 0 : 1),
    columns: visible.length,
    page: () => body.current?.page ?? 1,
  };
  const focus = useGridFocus(scroller, size, source.count, scrollTo);
  const drawn = useDrawnColumns(scroller, visible, grid.widths, pinned, focus.at.column);

  const textOf = useCallback(
    (row: number, column: number) => {
      const [of, at] = [source.at(row), visible[column]];
      return of && at ? printed(words, at, of, cells) : '';
    },
    [source, visible, words, cells],
  );
  const hits = useHits(source.count, visible.length, textOf, text, !source.paged);
  const hit = hits.hits[hits.at];
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another hit scrolls.
  useEffect(() => {
    if (!hit) return;
    scrollTo(hit.row);
    focus.set(hit);
  }, [hit]);

  const greatest = useMemo(() => greatestOf(columns, answer.result.rows), [columns, answer]);
  const today = answer.query.as_of ?? answer.result.data_as_of;
  const context = useMemo<CellContext>(() => {
    const keys: CellContext['keys'] = (row) => keysOf(columns, row.values);
    return { t, words, cells, today, greatest, find: text.trim(), lead, keys };
  }, [t, words, cells, today, greatest, text, lead, columns]);
  const part = useMemo(() => partsOf(answer.result.parts), [answer]);
  const copy = useCopy(visible, source);
  const acts = useRowActs(props, visible);
  const side = useSide();
  const keys = useGridKeys({ props, visible, focus, acts, copy, actions: grid.actions });
  const choices = useChoices(answer, source, words);

  const setFilter = (id: string, filter: ColumnFilter) => {
    const { [id]: _, ...rest } = filters;
    onFilters(isEmptyFilter(filter) ? rest : { ...rest, [id]: filter });
  };
  const filtered = Object.keys(filters).length > 0 || (source.paged && text.trim() !== '');
  const press = useGridPress(focus, acts);
  const { range } = focus;
  const explained = side !== null && 'passport' in side && side.passport.title === answer.title;
  if (printing) {
    return (
      <Paper
        label={answer.title}
        columns={visible}
        source={source}
        rules={rules}
        totals={foot ? totals : undefined}
        context={context}
      />
    );
  }
  return (
    <div
      className={css.box}
      onKeyDown={keys}
      data-fills={props.bar || undefined}
      style={boxStyle(props.height, places, headHeight + (foot ? 33 : 0), grid.scrolls)}
    >
      <GridTools
        {...props}
        grid={grid}
        hits={source.paged ? undefined : hits}
        filtered={filtered}
        onCopy={() => copy(null)}
        box={scroller}
      />
      <div
        ref={attach}
        role={isTree ? 'treegrid' : 'grid'}
        aria-label={answer.title}
        aria-rowcount={source.count + 1 + (foot ? 1 : 0)}
        aria-colcount={visible.length}
        aria-multiselectable={props.onSelect ? true : undefined}
        className={cx(css.scroller, explained && css.explained)}
        style={{ ...grid.variables, scrollPaddingTop: headHeight } as React.CSSProperties}
        {...press}
      >
        {grid.scrolls && <MoreColumns scroller={scroller} grid={grid} width={width} />}
        <div role="rowgroup" className={css.head}>
          <Head
            columns={visible}
            drawn={drawn}
            pinned={pinned}
            widths={grid.widths}
            sort={sort}
            filters={filters}
            actions={grid.actions}
            active={focus.at.row === -1 ? focus.at.column : -1}
            choices={choices}
            onFilter={setFilter}
          />
        </div>
        <GridBody
          handle={body}
          scroller={scroller}
          source={source}
          places={places}
          head={headHeight}
          foot={foot ? 33 : 0}
          columns={visible}
          drawn={drawn}
          pinned={pinned}
          rules={rules}
          context={context}
          at={focus.at}
          range={range}
          hit={hit}
          isSelected={acts.isSelected}
        />
        {foot && (
          <div role="rowgroup" className={css.foot}>
            <Foot
              columns={visible}
              drawn={drawn}
              pinned={pinned}
              index={source.count}
              label={
                filtered
                  ? t('table.allRows', { number: int(source.whole) })
                  : isTree
                    ? t('table.total')
                    : t('table.rows', { count: source.whole, number: int(source.whole) })
              }
              totals={totals}
              rows={source.paged || isTree ? undefined : answer.result.rows}
              part={(column) => part(-1, column)}
              context={context}
              active={focus.at.row === source.count ? focus.at.column : -1}
            />
          </div>
        )}
        {source.count === 0 && source.error === undefined && (
          <p className={css.note}>{filtered ? t('table.none') : t('table.noRows')}</p>
        )}
      </div>
      {source.error !== undefined && <ErrorPanel error={source.error} />}
      <RecordDrawer
        viewKey={props.viewKey}
        row={source.at(focus.at.row)}
        columns={columns}
        cells={cells}
        words={words}
        title={answer.title}
      />
    </div>
  );
}

function greatestOf(columns: TableColumn[], rows: CellValue[][]): Record<string, number> {
  const bars = columns.filter((one) => one.style?.as === 'bar');
  return Object.fromEntries(
    bars.map((one) => [one.id, rows.reduce((most, row) => Math.max(most, Number(row[one.at] ?? 0)), 0)]),
  );
}
