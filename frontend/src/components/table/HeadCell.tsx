// biome-ignore-all lint/a11y/useSemanticElements: a grid of a million rows cannot be a table of tr and td, and its cells have the focus.
import { IconArrowDown, IconArrowUp, IconChevronDown, IconFilter } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '../../lib/cx';
import { Icon } from '../Icon';
import type { TableColumn } from './columns';
import { FilterPopover } from './FilterPopover';
import css from './Grid.module.css';
import type { HeadProps } from './Head';
import { headKeys } from './Head';
import { HeadMenu } from './HeadMenu';
import { useHeadDrag } from './useHeadDrag';

interface HeadCellProps extends HeadProps {
  column: TableColumn;
  at: number;
}

/** HeadCell is the head of a column: a press sorts, its menu does the rest; it is dragged to its place and to its width. */
export function HeadCell(props: HeadCellProps) {
  const { column, at, pinned, sort, filters, actions, active, widths, columns } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState<'menu' | 'filter' | null>(null);
  const [drop, setDrop] = useState<string | undefined>();
  const width = widths[column.id] ?? 0;
  const drag = useHeadDrag(column, columns, width, actions, setDrop);
  const place = sort.findIndex((one) => one.by === column.id);
  const sorted = sort[place];
  const filtered = filters[column.id] !== undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if ((event.altKey && event.key === 'ArrowDown') || event.key === 'ContextMenu') setOpen('menu');
    else if (!headKeys(event, column, actions, width)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="columnheader"
      aria-colindex={at + 1}
      aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : undefined}
      aria-haspopup="menu"
      tabIndex={active === at ? 0 : -1}
      data-cell={`-1:${at}`}
      data-head={column.id}
      title={column.title}
      className={cx(
        css.headCell,
        column.kind !== 'text' && css.end,
        at < pinned && css.pinned,
        at === pinned - 1 && css.edge,
        startsGroup(columns, at) && css.groupFirst,
        drop,
      )}
      style={at < pinned ? { gridColumn: at + 1, insetInlineStart: `var(--p${at})` } : { gridColumn: at + 1 }}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        setOpen('menu');
      }}
      {...drag.head}
    >
      {filtered && <Icon of={IconFilter} size={12} label={t('table.filtered')} />}
      <span className={css.title}>{column.title}</span>
      {sorted && <Icon of={sorted.desc ? IconArrowDown : IconArrowUp} size={12} />}
      {sorted && sort.length > 1 && <span className={css.order}>{place + 1}</span>}
      <button
        type="button"
        tabIndex={-1}
        className={css.headMenu}
        aria-label={t('table.menuOf', { column: column.title })}
        aria-expanded={open !== null}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation();
          setOpen('menu');
        }}
      >
        <Icon of={IconChevronDown} size={14} />
      </button>
      <span className={css.resize} aria-hidden="true" {...drag.edge} />
      {open === 'menu' && <HeadMenu {...props} onFilter={() => setOpen('filter')} onClose={() => setOpen(null)} />}
      {open === 'filter' && <FilterPopover {...props} onClose={() => setOpen(null)} />}
    </div>
  );
}

function startsGroup(columns: TableColumn[], at: number): boolean {
  const here = columns[at]?.groups ?? [];
  return here.length > 0 && JSON.stringify(here) !== JSON.stringify(columns[at - 1]?.groups);
}
