import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../../components/Icon';
import css from './Options.module.css';

interface SectionProps {
  title: string;
  hint?: string;
  children: ReactNode;
}

/** Section is one subject of the drawer. */
export function Section({ title, hint, children }: SectionProps) {
  return (
    <section className={css.section} aria-label={title}>
      <h3>{title}</h3>
      {children}
      {hint && <p className={css.hint}>{hint}</p>}
    </section>
  );
}

interface AddProps {
  children: ReactNode;
  onClick: () => void;
}

/** Add puts one more into a list. */
export function Add({ children, onClick }: AddProps) {
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      className={css.add}
      leftSection={<Icon of={IconPlus} size={14} />}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

interface ItemButtonsProps {
  /** name says which item the buttons are of. */
  name: string;
  onMove?: (by: number) => void;
  first?: boolean;
  last?: boolean;
  onRemove?: () => void;
}

/** ItemButtons move an item of a list and take it out. */
export function ItemButtons({ name, onMove, first = false, last = false, onRemove }: ItemButtonsProps) {
  const { t } = useTranslation();
  return (
    <span className={css.buttons}>
      {onMove && (
        <>
          <ActionIcon
            size={24}
            disabled={first}
            aria-label={t('reports.options.up', { name })}
            onClick={() => onMove(-1)}
          >
            <Icon of={IconArrowUp} size={14} />
          </ActionIcon>
          <ActionIcon
            size={24}
            disabled={last}
            aria-label={t('reports.options.down', { name })}
            onClick={() => onMove(1)}
          >
            <Icon of={IconArrowDown} size={14} />
          </ActionIcon>
        </>
      )}
      {onRemove && (
        <ActionIcon size={24} aria-label={t('reports.options.remove', { name })} onClick={onRemove}>
          <Icon of={IconX} size={14} />
        </ActionIcon>
      )}
    </span>
  );
}

/** movedBy is a list with one of its items moved. */
export function movedBy<V>(values: V[], at: number, by: number): V[] {
  const to = at + by;
  const value = values[at];
  if (value === undefined || to < 0 || to >= values.length) return values;
  const rest = values.filter((_, i) => i !== at);
  return [...rest.slice(0, to), value, ...rest.slice(to)];
}

/** replacedAt is a list with one of its items changed. */
export function replacedAt<V>(values: V[], at: number, value: V): V[] {
  return values.map((one, i) => (i === at ? value : one));
}
