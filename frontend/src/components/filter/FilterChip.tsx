import { ActionIcon, Menu, Popover } from '@mantine/core';
import { IconDots, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Filter, Relation } from '../../api/metricTypes';
import { cx } from '../../lib/cx';
import type { Words } from '../catalog/words';
import { Icon } from '../Icon';
import { clause } from './clause';
import css from './Filter.module.css';
import { FilterEditor } from './FilterEditor';
import { pieces, textOf } from './pieces';
import { Sentence } from './Sentence';

/** Moves are the ways a chip can go; one that is not there is not possible. */
type Moves = Partial<Record<'in' | 'out' | 'before' | 'after', () => void>>;

const moveKeys: Record<string, keyof Moves> = {
  ArrowLeft: 'before',
  ArrowRight: 'after',
  ArrowDown: 'in',
  ArrowUp: 'out',
};

interface FilterChipProps {
  filter: Filter;
  words: Words;
  datasets: Relation[];
  context: Filter | undefined;
  off?: boolean;
  onApply: (filter: Filter) => void;
  onSwitch: (() => void) | undefined;
  onRemove: () => void;
  moves?: Moves;
}

/**
 * FilterChip is one comparison in words: it opens its editor. Delete removes
 * it, O switches it off or on, and Shift with an arrow moves it: to the sides,
 * down into a group, up out of it.
 */
export function FilterChip({
  filter,
  words,
  datasets,
  context,
  off,
  onApply,
  onSwitch,
  onRemove,
  moves = {},
}: FilterChipProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const said = clause(filter, words, t);
  const text = textOf(said);
  const full = off ? t('filter.isOff', { filter: text }) : text;
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = event.shiftKey ? moves[moveKeys[event.key] ?? 'in'] : undefined;
    if (event.shiftKey && moveKeys[event.key] && move) move();
    else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
    else if (event.key.toLowerCase() === 'o' && onSwitch) onSwitch();
    else return;
    event.preventDefault();
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" closeOnEscape>
      <span className={cx(css.chip, off && css.off)}>
        <Popover.Target>
          <button
            type="button"
            className={css.open}
            title={full}
            aria-label={full}
            aria-expanded={opened}
            aria-haspopup="dialog"
            onClick={() => setOpened(!opened)}
            onKeyDown={press}
          >
            <Sentence pieces={pieces(off ? t('filter.isOff', { filter: said }) : said)} />
          </button>
        </Popover.Target>
        <button
          type="button"
          className={css.remove}
          aria-label={t('filter.remove', { filter: text })}
          title={t('filter.removeShort')}
          onClick={onRemove}
        >
          <Icon of={IconX} size={14} />
        </button>
      </span>
      <Popover.Dropdown p={12}>
        <FilterEditor
          filter={filter}
          words={words}
          datasets={datasets}
          context={context}
          onApply={(next) => {
            setOpened(false);
            onApply(next);
          }}
          onCancel={() => setOpened(false)}
          actions={<ChipMenu off={off ?? false} onSwitch={onSwitch} onRemove={onRemove} moves={moves} />}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface ChipMenuProps {
  off: boolean;
  onSwitch: (() => void) | undefined;
  onRemove: () => void;
  moves: Moves;
}

function ChipMenu({ off, onSwitch, onRemove, moves }: ChipMenuProps) {
  const { t } = useTranslation();
  const ways = (['before', 'after', 'in', 'out'] as const).filter((way) => moves[way]);
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <ActionIcon aria-label={t('filter.more')} title={t('filter.more')}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onSwitch && (
          <Menu.Item onClick={onSwitch} rightSection={<kbd className="kbd">O</kbd>}>
            {t(off ? 'filter.switchOn' : 'filter.switchOff')}
          </Menu.Item>
        )}
        {ways.map((way) => (
          <Menu.Item key={way} onClick={moves[way]}>
            {t(`filter.move.${way}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onRemove} rightSection={<kbd className="kbd">{t('filter.deleteKey')}</kbd>}>
          {t('filter.removeShort')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
