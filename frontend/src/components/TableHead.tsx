import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { Icon } from './Icon';
import css from './Table.module.css';

interface SortHeadProps {
  children: ReactNode;
  /** sorted is false when another column decides the order. */
  sorted: 'asc' | 'desc' | false;
  onSort: () => void;
  className?: string;
}

/** SortHead is the head of a column that can decide the order. */
export function SortHead({ children, sorted, onSort, className }: SortHeadProps) {
  return (
    <th
      scope="col"
      className={className}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
    >
      <button type="button" className={css.sort} onClick={onSort}>
        {children}
        {sorted && <Icon of={sorted === 'asc' ? IconArrowUp : IconArrowDown} size={12} />}
      </button>
    </th>
  );
}
