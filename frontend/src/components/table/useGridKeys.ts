import type { KeyboardEvent } from 'react';

import { closeSide, currentSide } from '../passport/side';
import type { ColumnActions } from './actions';
import type { TableColumn } from './columns';
import type { GridProps } from './Grid';
import type { Range } from './keyboard';
import type { useGridFocus } from './useGridFocus';
import type { RowActs } from './useRowActs';

interface Parts {
  props: GridProps;
  visible: TableColumn[];
  focus: ReturnType<typeof useGridFocus>;
  acts: RowActs;
  copy: (range: Range | null) => void;
  actions: ColumnActions;
}

/** useGridKeys hears the keys of a grid; those it has no use for go on to the page. */
export function useGridKeys({ props, visible, focus, acts, copy }: Parts) {
  const { source } = props;
  const onCell = (event: KeyboardEvent): boolean => {
    const { key } = event;
    const far = event.ctrlKey || event.metaKey;
    const { row, column } = focus.at;
    const held = source.at(row);
    if (far && key.toLowerCase() === 'c') return does(() => copy(focus.range));
    if (far && key.toLowerCase() === 'a') return does(() => focus.choose(everything(source.count, visible.length)));
    if (key === 'Escape') return leave();
    if (row >= 0 && key === 'Enter') return does(() => acts.enter(row, column, far));
    if (row >= 0 && key === ' ' && held) return does(() => toggleRecord());
    if (held?.branch && column === 0 && turns(key, held.branch.open) && !held.branch.leaf) {
      return does(() => source.toggle?.(held));
    }
    return focus.move(event);
  };
  const toggleRecord = () => (isRecord(props.viewKey) ? closeSide() : acts.record());
  const leave = () => {
    if (focus.range) return does(() => focus.choose(null));
    return isRecord(props.viewKey) ? does(closeSide) : false;
  };
  return (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || !target.dataset?.cell) return;
    if (!onCell(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function does(act: () => unknown): true {
  act();
  return true;
}

function turns(key: string, open: boolean): boolean {
  return open ? key === 'ArrowLeft' : key === 'ArrowRight';
}

function everything(rows: number, columns: number): Range {
  return { top: 0, bottom: Math.max(0, rows - 1), left: 0, right: columns - 1 };
}

function isRecord(viewKey: string): boolean {
  const side = currentSide();
  return side !== null && 'row' in side && side.row === viewKey;
}
