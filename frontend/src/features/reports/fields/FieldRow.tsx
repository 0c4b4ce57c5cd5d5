import { ActionIcon } from '@mantine/core';
import {
  IconCalendarEvent,
  IconCheck,
  IconClock,
  IconHash,
  IconLetterT,
  IconMathFunction,
  IconPencil,
  IconStack2,
  IconToggleLeft,
} from '@tabler/icons-react';
import type { DragEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../../components/Icon';
import { cx } from '../../../lib/cx';
import css from './Fields.module.css';
import type { Field, Look } from './fields';

/** icons draw the type of a field. */
export const icons: Record<Look, typeof IconHash> = {
  number: IconHash,
  text: IconLetterT,
  date: IconCalendarEvent,
  time: IconClock,
  flag: IconToggleLeft,
  column: IconMathFunction,
  group: IconStack2,
};

/** dragType marks a field that is being dragged. */
export const dragType = 'application/x-headroom-field';

interface FieldRowProps {
  field: Field;
  on: boolean;
  /** best is set for the one row that Enter takes while its name is being searched. */
  best: boolean;
  /** tabbable is set for the one row that Tab leads to; the arrow keys lead to the others. */
  tabbable: boolean;
  onToggle: () => void;
  onFocus: () => void;
  /** onPoint is for the words of the field, which are shown while the pointer is over it. */
  onPoint: () => void;
  onEdit?: () => void;
  /** onMove moves a field of the report up or down. */
  onMove?: (by: number) => void;
  onDropField?: (name: string) => void;
}

/** FieldRow is a field to add or to take out: by click, Enter, Space or dragging. */
export function FieldRow({
  field,
  on,
  best,
  tabbable,
  onToggle,
  onFocus,
  onPoint,
  onEdit,
  onMove,
  onDropField,
}: FieldRowProps) {
  const { t } = useTranslation();
  const drop = onDropField && {
    onDragOver: (event: DragEvent) => event.dataTransfer.types.includes(dragType) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      onDropField(event.dataTransfer.getData(dragType));
    },
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onToggle();
    }
    if (onMove && event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      event.stopPropagation();
      onMove(event.key === 'ArrowUp' ? -1 : 1);
    }
  };
  return (
    <li className={cx(css.field, field.unfit && css.unfit)} {...drop}>
      {/* biome-ignore lint/a11y/useSemanticElements: an input cannot be dragged, nor hold the icon and the name. */}
      <button
        type="button"
        role="checkbox"
        aria-checked={on}
        data-field={field.name}
        tabIndex={tabbable ? 0 : -1}
        className={cx(css.toggle, best && css.best)}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(dragType, field.name);
          event.dataTransfer.effectAllowed = 'copyMove';
        }}
        onClick={onToggle}
        onFocus={onFocus}
        onMouseEnter={onPoint}
        onKeyDown={press}
      >
        <span className={cx(css.box, on && css.on)} aria-hidden="true">
          {on && <Icon of={IconCheck} size={12} />}
        </span>
        <Icon of={icons[field.look]} />
        <span className={css.name}>{field.label}</span>
        {field.look === 'group' && <span className={css.kind}>{t('reports.fields.group')}</span>}
        {field.unfit && <span className="sr">{t('reports.fields.unfit')}</span>}
      </button>
      {onEdit && (
        <ActionIcon
          size={24}
          className={css.edit}
          tabIndex={tabbable ? 0 : -1}
          aria-label={t('reports.fields.edit', { name: field.label })}
          onClick={onEdit}
        >
          <Icon of={IconPencil} size={14} />
        </ActionIcon>
      )}
    </li>
  );
}
