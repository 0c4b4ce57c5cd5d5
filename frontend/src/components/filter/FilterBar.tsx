import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Filter, Relation } from '../../api/metricTypes';
import { useWords } from '../catalog/useCatalog';
import { AddFilter } from './AddFilter';
import css from './Filter.module.css';
import { FilterChip } from './FilterChip';
import { FilterGroup } from './FilterGroup';
import { add, replace, rooted } from './tree';

interface FilterBarProps {
  value: Filter | undefined;
  /** off are filters that are kept and not applied; without it filters cannot be switched off. */
  off?: Filter[];
  onChange: (value: Filter | undefined, off: Filter[]) => void;
  /** datasets are the relations whose rows are filtered. */
  datasets: Relation[];
  /** having filters groups by their metrics instead of rows by their dimensions. */
  having?: boolean;
  extra?: ReactNode;
}

/** FilterBar shows a filter as chips, which open an editor, and adds to it. */
export function FilterBar({ value, off, onChange, datasets, having = false, extra }: FilterBarProps) {
  const { t } = useTranslation();
  const words = useWords();
  const bar = useRef<HTMLFieldSetElement>(null);
  if (!words) return null;
  const root = rooted(value);
  const kept = off ?? [];
  const dropOff = (index: number) => kept.filter((_, i) => i !== index);

  /** settle keeps the focus in the bar when the chip that had it went away. */
  const settle = () =>
    requestAnimationFrame(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      bar.current?.querySelector<HTMLElement>('[data-add]')?.focus();
    });
  const change = (next: Filter | undefined, nextOff = kept) => {
    onChange(next, nextOff);
    settle();
  };

  return (
    <fieldset ref={bar} className={css.bar} aria-label={t(having ? 'filter.havingBar' : 'filter.bar')}>
      <FilterGroup
        root={root}
        path={[]}
        words={words}
        datasets={datasets}
        onChange={change}
        onOff={off && ((path, filter) => change(replace(root, path, null), [...off, filter]))}
      />
      {kept.map((filter, i) => (
        <FilterChip
          key={JSON.stringify([i, filter])}
          filter={filter}
          words={words}
          datasets={datasets}
          context={value}
          off
          onApply={(next) => change(add(value, next), dropOff(i))}
          onSwitch={() => change(add(value, filter), dropOff(i))}
          onRemove={() => change(value, dropOff(i))}
        />
      ))}
      <AddFilter
        words={words}
        datasets={datasets}
        having={having}
        context={value}
        onAdd={(filter) => change(add(value, filter))}
      />
      {extra}
    </fieldset>
  );
}
