import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';

import type { CellValue } from '../../api/metricTypes';
import { cx } from '../../lib/cx';
import { Icon } from '../Icon';
import css from './Cell.module.css';

const width = 56;

/** ShareBar is a bar against the greatest value of a column; a negative value has none. */
export function ShareBar({ value, greatest }: { value: number; greatest: number }) {
  const length = greatest > 0 ? Math.max(0, Math.min(1, value / greatest)) * width : 0;
  return (
    <svg viewBox={`0 0 ${width} 12`} className={css.share} aria-hidden="true">
      <rect y="3" width={width} height="6" className={css.track} />
      <rect y="3" width={length} height="6" className={css.fill} />
    </svg>
  );
}

const sparkWidth = 96;
const sparkHeight = 20;

/** sparkPath draws values as lines; where one is missing the line has a gap. */
export function sparkPath(values: (CellValue | undefined)[]): { path: string; last: { x: number; y: number } | null } {
  const numbers = values.map((one) => (typeof one === 'number' ? one : null));
  const told = numbers.filter((one) => one !== null);
  if (told.length === 0) return { path: '', last: null };
  const low = Math.min(...told);
  const range = Math.max(...told) - low;
  const step = numbers.length > 1 ? (sparkWidth - 6) / (numbers.length - 1) : 0;
  let path = '';
  let last: { x: number; y: number } | null = null;
  let pen = 'M';
  numbers.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    const x = 3 + i * step;
    const y = range === 0 ? sparkHeight / 2 : sparkHeight - 3 - ((value - low) / range) * (sparkHeight - 6);
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
    last = { x, y };
  });
  return { path, last };
}

/** Spark is the line of a row's values by period; its scale is its own. */
export function Spark({ values }: { values: (CellValue | undefined)[] }) {
  const { path, last } = sparkPath(values);
  return (
    <svg viewBox={`0 0 ${sparkWidth} ${sparkHeight}`} className={css.spark} aria-hidden="true">
      <path d={path} />
      {last && <circle cx={last.x} cy={last.y} r="2" />}
    </svg>
  );
}

const changes = { added: IconPlus, removed: IconMinus, changed: IconPencil } as const;

/** Change says what became of a row since the state it is compared with. */
export function Change({ kind, children }: { kind: string; children: string }) {
  return (
    <span className={cx(css.change, kind in changes ? css[kind] : 't3')}>
      {kind in changes && <Icon of={changes[kind as keyof typeof changes]} size={12} />}
      {children}
    </span>
  );
}
