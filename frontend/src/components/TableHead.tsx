/** HeadColumn is what a column of a table says of itself. */
export interface HeadColumn {
  label: string;
  className?: string;
  /** silent is for a column that needs no words for who sees it. */
  silent?: boolean;
}

/** TableHead heads the columns of a table. */
export function TableHead({ columns }: { columns: HeadColumn[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ label, className, silent = false }, i) => (
          <th key={i} scope="col" className={className}>
            {silent ? <span className="sr">{label}</span> : label}
          </th>
        ))}
      </tr>
    </thead>
  );
}
