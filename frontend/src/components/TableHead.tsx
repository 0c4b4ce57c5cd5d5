import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';

import { Icon } from './Icon';
import table from './Table.module.css';

/** HeadColumn is what a column of a table says of itself. */
export interface HeadColumn {
  label: string;
  className?: string;
  /** silent is for a column that needs no words for who sees it. */
  silent?: boolean;
  /** sorted says which way the rows stand in the order of the column. */
  sorted?: 'ascending' | 'descending';
}

/** TableHead heads the columns of a table. */
export function TableHead({ columns }: { columns: HeadColumn[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ label, className, silent = false, sorted }, i) => (
          <th key={i} scope="col" className={className} aria-sort={sorted}>
            {silent ? <span className="sr">{label}</span> : sorted ? <Sorted label={label} by={sorted} /> : label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Sorted({ label, by }: { label: string; by: 'ascending' | 'descending' }) {
  return (
    <span className={table.sorted}>
      {label}
      <Icon of={by === 'descending' ? IconArrowDown : IconArrowUp} size={12} />
    </span>
  );
}
