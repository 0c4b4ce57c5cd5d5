import { useMemo } from 'react';

import type { ResultColumn } from '../../api/metricTypes';
import { linesOf } from '../../lib/measure';
import type { Words } from '../catalog/useCatalog';
import { printed } from './Cell';
import { evenPlaces, mostLines, type RowPlaces, unevenPlaces } from './rowPlaces';
import type { RowSource, SourceRow } from './source';
import type { GridLayout, TightName } from './useGridLayout';

/** mostUneven is how many rows have heights of their own; of more, all are as high as two lines where many names take two. */
const mostUneven = 2000;

/** size is that of the text of a name, and twig what stands before it at each level of a tree. */
const size = 13;
const twig = 20;

/** useRowPlaces says how high rows are. It measures texts and never what is drawn, so that scrolling does not wait for it. */
export function useRowPlaces(
  source: RowSource,
  { tight, visible }: GridLayout,
  row: number,
  words: Words,
  cells: ResultColumn[],
): RowPlaces {
  const { count } = source;
  const read = count > mostUneven ? null : source;
  return useMemo(() => {
    if (tight.length === 0) return evenPlaces(count, row);
    if (read === null) return evenPlaces(count, row, tight.some((one) => one.often) ? 2 : 1);
    const linesIn = (of: SourceRow, { column, room }: TightName) => {
      const before = of.branch && column === visible[0] ? (of.branch.level + 1) * twig : 0;
      return linesOf(printed(words, column, of, cells), room - before, size, mostLines);
    };
    return unevenPlaces(count, row, (index) => {
      const of = read.at(index);
      return of ? Math.max(...tight.map((name) => linesIn(of, name))) : 1;
    });
  }, [read, count, tight, visible, row, words, cells]);
}
