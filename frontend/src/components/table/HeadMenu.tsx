import { Menu } from '@mantine/core';
import {
  IconArrowAutofitContent,
  IconArrowLeft,
  IconArrowNarrowDown,
  IconArrowNarrowUp,
  IconArrowRight,
  IconArrowsSort,
  IconEyeOff,
  IconFilter,
  IconPin,
  IconPinnedOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../Icon';
import type { TableColumn } from './columns';
import css from './Grid.module.css';
import type { HeadProps } from './Head';

interface HeadMenuProps extends Omit<HeadProps, 'onFilter'> {
  column: TableColumn;
  at: number;
  onFilter: () => void;
  onClose: () => void;
}

/** HeadMenu is the twin of what the pointer does to a column. */
export function HeadMenu({ column, at, columns, pinned, sort, actions, widths, onFilter, onClose }: HeadMenuProps) {
  const { t } = useTranslation();
  const { id } = column;
  const sorted = sort.find((one) => one.by === id);
  const others = sort.some((one) => one.by !== id);
  const width = widths[id] ?? 0;
  const fixed = column.groups.length > 0;
  const item = (drawing: Parameters<typeof Icon>[0]['of'], text: string, act: () => void, disabled = false) => (
    <Menu.Item leftSection={<Icon of={drawing} />} onClick={act} disabled={disabled}>
      {text}
    </Menu.Item>
  );
  return (
    <Menu opened onChange={(open) => !open && onClose()} position="bottom-end" withinPortal trapFocus returnFocus>
      <Menu.Target>
        <span className={css.anchor} />
      </Menu.Target>
      <Menu.Dropdown
        onPointerDown={(event) => event.stopPropagation()}
        onKeyDown={(event) => event.stopPropagation()}
        onClick={(event) => event.stopPropagation()}
        aria-label={t('table.menuOf', { column: column.title })}
      >
        {!column.points && (
          <>
            {item(IconArrowNarrowUp, t('table.ascending'), () => actions.sortTo(id, false, false))}
            {item(IconArrowNarrowDown, t('table.descending'), () => actions.sortTo(id, true, false))}
            {others && !sorted && item(IconArrowsSort, t('table.thenBy'), () => actions.sortTo(id, false, true))}
            {sorted && item(IconArrowsSort, t('table.unsorted'), () => actions.unsort(id))}
            <Menu.Item leftSection={<Icon of={IconFilter} />} onClick={onFilter} closeMenuOnClick={false}>
              {t('table.filter')}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        {!fixed && (
          <>
            {item(IconArrowLeft, t('table.moveLeft'), () => actions.move(id, -1), at === 0)}
            {item(IconArrowRight, t('table.moveRight'), () => actions.move(id, 1), at === columns.length - 1)}
            {at < pinned
              ? item(IconPinnedOff, t('table.unpin'), () => actions.pin(id, false))
              : item(IconPin, t('table.pin'), () => actions.pin(id, true))}
            {item(IconEyeOff, t('table.hide'), () => actions.hide(id, true), columns.length === 1)}
            <Menu.Divider />
          </>
        )}
        {item(IconArrowRight, t('table.wider'), () => actions.resize(id, width + 32))}
        {item(IconArrowLeft, t('table.narrower'), () => actions.resize(id, width - 32))}
        {item(IconArrowAutofitContent, t('table.natural'), () => actions.natural(id))}
      </Menu.Dropdown>
    </Menu>
  );
}
