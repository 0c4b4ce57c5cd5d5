import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconColumns3, IconCopy, IconRestore, IconSearch, IconTableOptions } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../Icon';
import type { TableColumn } from './columns';
import type { Density } from './layout';

/** TableMenuProps are what can be done to a table as a whole. */
export interface TableMenuProps {
  columns: TableColumn[];
  hidden: ReadonlySet<string>;
  /** left are columns that left for lack of room. */
  left: string[];
  density: Density;
  onHide: (id: string, on: boolean) => void;
  onDensity: (density: Density) => void;
  onFind: () => void;
  onCopy: () => void;
  /** onReset and onUnfilter are undefined where there is nothing to undo. */
  onReset: (() => void) | undefined;
  onUnfilter: (() => void) | undefined;
}

const densities: Density[] = ['dense', 'normal', 'relaxed'];

/** TableMenu holds find, copy, density, and the columns to choose. */
export function TableMenu(props: TableMenuProps) {
  const { t } = useTranslation();
  const { density, onDensity, onFind, onCopy, onReset, onUnfilter } = props;
  const mark = (on: boolean) => (on ? <Icon of={IconCheck} /> : <span style={{ width: 16 }} />);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('table.menu')} title={t('table.menu')}>
          <Icon of={IconTableOptions} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onKeyDown={(event) => event.stopPropagation()}>
        <Menu.Item leftSection={<Icon of={IconSearch} />} onClick={onFind}>
          {t('table.find')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon of={IconCopy} />} onClick={onCopy}>
          {t('table.copy')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('table.rowHeight')}</Menu.Label>
        {densities.map((one) => (
          <Menu.Item key={one} leftSection={mark(one === density)} onClick={() => onDensity(one)}>
            {t(`table.density.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Sub position="left-start" closeDelay={200}>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<Icon of={IconColumns3} />}>{t('table.columns')}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown mah={360} style={{ overflowY: 'auto' }}>
            <ColumnItems {...props} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        {onUnfilter && <Menu.Item onClick={onUnfilter}>{t('table.unfilterAll')}</Menu.Item>}
        <Menu.Item leftSection={<Icon of={IconRestore} />} onClick={onReset} disabled={!onReset}>
          {t('table.reset')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** ColumnItems are the columns to show or hide. */
export function ColumnItems({ columns, hidden, left, onHide }: TableMenuProps) {
  const { t } = useTranslation();
  return columns.map((column) => {
    const shown = !hidden.has(column.id) && !left.includes(column.id);
    return (
      <Menu.Item
        key={column.id}
        role="menuitemcheckbox"
        aria-checked={shown}
        closeMenuOnClick={false}
        leftSection={shown ? <Icon of={IconCheck} /> : <span style={{ width: 16 }} />}
        onClick={() => onHide(column.id, shown)}
      >
        {[...column.groups, column.title].filter(Boolean).join(' · ')}
        {left.includes(column.id) && <span className="t3 sm"> {t('table.noRoom')}</span>}
      </Menu.Item>
    );
  });
}
