import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { day, fold } from '../../lib/format';
import { parseDay } from '../../lib/parse';
import { NumberEntry } from '../NumberEntry';
import type { TableColumn } from './columns';
import css from './FilterPopover.module.css';
import grid from './Grid.module.css';
import type { HeadProps } from './Head';
import { type ColumnFilter, isEmptyFilter } from './values';

interface FilterPopoverProps extends HeadProps {
  column: TableColumn;
  onClose: () => void;
}

/** FilterPopover filters a table by one of its columns: texts by what they contain or which they are, numbers and days by their bounds. */
export function FilterPopover({ column, filters, choices, onFilter, onClose }: FilterPopoverProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<ColumnFilter>(filters[column.id] ?? {});
  const apply = (filter: ColumnFilter) => {
    onFilter(column.id, filter);
    onClose();
  };
  return (
    <Popover opened onDismiss={onClose} position="bottom-end" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <span className={grid.anchor} />
      </Popover.Target>
      <Popover.Dropdown
        className={css.dropdown}
        onPointerDown={(event) => event.stopPropagation()}
        onKeyDown={(event) => event.stopPropagation()}
        aria-label={t('table.filterOf', { column: column.title })}
      >
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            apply(draft);
          }}
        >
          {column.kind === 'text' ? (
            <TextFilter column={column} choices={choices} draft={draft} onChange={setDraft} />
          ) : (
            <Bounds column={column} draft={draft} onChange={setDraft} />
          )}
          <div className={css.buttons}>
            <Button variant="subtle" onClick={() => apply({})} disabled={isEmptyFilter(filters[column.id] ?? {})}>
              {t('table.unfilter')}
            </Button>
            <Button type="submit" variant="filled">
              {t('table.apply')}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

interface EditorProps {
  column: TableColumn;
  draft: ColumnFilter;
  onChange: (filter: ColumnFilter) => void;
}

/** mostShown is how many values are offered at a time; typing narrows them down. */
const mostShown = 100;

function TextFilter({ column, choices, draft, onChange }: EditorProps & { choices: HeadProps['choices'] }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['table', 'choices', useId()],
    queryFn: () => choices(column),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const wanted = fold(draft.contains ?? '');
  const fitting = (data?.values ?? []).filter(({ text }) => fold(text).includes(wanted));
  const chosen = draft.values ?? [];
  return (
    <>
      <TextInput
        data-autofocus
        label={t('table.contains')}
        value={draft.contains ?? ''}
        onChange={(event) => onChange({ ...draft, contains: event.currentTarget.value })}
      />
      <fieldset className={css.values}>
        <legend className="sr">{column.title}</legend>
        {fitting.slice(0, mostShown).map(({ value, text }) => (
          <Checkbox
            key={String(value)}
            label={<span className={css.value}>{text}</span>}
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange({
                ...draft,
                values: event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value),
              })
            }
          />
        ))}
        {(data?.more || fitting.length > mostShown) && <p className="t3 xs">{t('table.moreValues')}</p>}
      </fieldset>
    </>
  );
}

function Bounds({ column, draft, onChange }: EditorProps) {
  const { t } = useTranslation();
  const set = (side: 'from' | 'to', value: number | string | undefined) => {
    const next = { ...draft };
    delete next[side];
    onChange(value === undefined ? next : { ...next, [side]: value });
  };
  if (column.kind === 'date') {
    return (['from', 'to'] as const).map((side) => (
      <DateInput
        key={side}
        size="xs"
        label={t(`table.${side}`)}
        value={draft[side] === undefined ? null : String(draft[side])}
        valueFormat={day}
        dateParser={parseDay}
        clearable
        onChange={(value) => set(side, value ?? undefined)}
        popoverProps={{ withinPortal: false }}
      />
    ));
  }
  // Rates are typed as percent.
  const scale = column.column.type === 'ratio' ? 100 : 1;
  return (['from', 'to'] as const).map((side) => {
    const value = draft[side];
    const label = scale === 100 ? t(`table.${side}Percent`) : t(`table.${side}`);
    return (
      <NumberEntry
        key={side}
        label={label}
        value={typeof value === 'number' ? scaled(value, scale) : null}
        onChange={(next) => set(side, next === null ? undefined : scaled(next, 1 / scale))}
      />
    );
  });
}

/** scaled keeps a share as it was typed: 0.07 × 100 is 7 and not 7.000000000000001. */
function scaled(value: number, by: number): number {
  return Number((value * by).toPrecision(12));
}
