import { ActionIcon, Menu } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';

import { int } from '../../lib/format';
import { useShortcut } from '../../lib/useShortcut';
import { Icon } from '../Icon';
import { FindBar } from './FindBar';
import bar from './FindBar.module.css';
import { hasFoot } from './Foot';
import { stepped } from './find';
import type { GridProps } from './Grid';
import css from './Grid.module.css';
import { ColumnItems, TableMenu, type TableMenuProps } from './TableMenu';
import { useDensity } from './useDensity';
import type { useHits } from './useFind';
import type { GridLayout } from './useGridLayout';

interface GridToolsProps extends GridProps {
  grid: GridLayout;
  /** hits are undefined where finding lists the rows that hold the text. */
  hits: ReturnType<typeof useHits> | undefined;
  filtered: boolean;
  onCopy: () => void;
  box: RefObject<HTMLElement | null>;
}

/** GridTools are find, columns and the menu of a table: in a bar above it, or in its corner. */
export function GridTools(props: GridToolsProps) {
  const {
    bar: hasBar,
    answer,
    source,
    grid,
    hits,
    filtered,
    text,
    onText,
    columns,
    change,
    reset,
    onFilters,
    onCopy,
    box,
  } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const show = () => {
    flushSync(() => setOpen(true)); // what is typed next is meant for the field
    field.current?.select();
  };
  useShortcut('find', () => {
    const inside = box.current?.parentElement?.contains(document.activeElement);
    return inside || hasBar ? show() : false;
  });
  const close = () => {
    const toGrid = !hasBar || text === '';
    onText('');
    setOpen(false);
    if (toGrid) box.current?.querySelector<HTMLElement>('[data-cell][tabindex="0"]')?.focus();
  };
  const find = (
    <FindBar
      ref={field}
      text={text}
      onText={onText}
      at={hits?.at}
      count={hits?.hits.length}
      onStep={(by) => hits?.goTo(stepped(hits.at, by, hits.hits.length))}
      onClose={close}
      stays={hasBar ?? false}
    />
  );
  const menu: TableMenuProps = {
    columns,
    hidden: grid.arranged.hidden,
    left: grid.left,
    density: useDensity(grid.arranged.density),
    onHide: grid.actions.hide,
    onDensity: (density) => change({ density }),
    onFind: () => requestAnimationFrame(show), // the menu gives the focus back as it closes
    onCopy,
    onReset: reset,
    onUnfilter: filtered ? () => onFilters({}) : undefined,
  };
  if (!hasBar) {
    return (
      <>
        <div className={css.corner}>
          <TableMenu {...menu} />
        </div>
        {open && <div className={bar.floating}>{find}</div>}
      </>
    );
  }
  const number = int(source.count);
  return (
    <div className={bar.bar}>
      {find}
      <span className="grow" />
      {/* The foot, where there is one, says how many rows there are in all. */}
      <span className="t2 sm">
        {source.count < source.whole
          ? t('table.rowsOf', { number, whole: int(source.whole) })
          : !hasFoot(grid.visible, answer.result.totals) && t('table.rows', { count: source.count, number })}
      </span>
      <Menu position="bottom-end" withinPortal closeOnItemClick={false}>
        <Menu.Target>
          <ActionIcon aria-label={t('table.columns')} title={t('table.columns')}>
            <Icon of={IconColumns3} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <ColumnItems {...menu} />
        </Menu.Dropdown>
      </Menu>
      <TableMenu {...menu} />
    </div>
  );
}
