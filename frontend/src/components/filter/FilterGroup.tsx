import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import type { Filter, Relation } from '../../api/metricTypes';
import type { Words } from '../catalog/words';
import css from './Filter.module.css';
import { FilterChip } from './FilterChip';
import { at, flip, jointOf, moveBy, moveIn, moveOut, others, type Path, partsOf, replace } from './tree';

interface FilterGroupProps {
  /** root is the whole filter, as a group. */
  root: Filter;
  path: Path;
  words: Words;
  datasets: Relation[];
  onChange: (filter: Filter | undefined) => void;
  onOff: ((path: Path, filter: Filter) => void) | undefined;
}

/** FilterGroup shows the parts of a group with the word that joins them; groups inside are framed. */
export function FilterGroup({ root, path, words, datasets, onChange, onOff }: FilterGroupProps) {
  const { t } = useTranslation();
  const group = at(root, path);
  if (!group) return null;
  const joint = jointOf(group) ?? 'all';
  const parts = partsOf(group);
  return parts.map((part, i) => {
    const here = [...path, i];
    return (
      <Fragment key={`${i} ${JSON.stringify(part)}`}>
        {i > 0 && (
          <button
            type="button"
            className={css.joint}
            title={t(joint === 'any' ? 'filter.toAnd' : 'filter.toOr')}
            onClick={() => onChange(flip(root, path))}
          >
            {t(joint === 'any' ? 'filter.or' : 'filter.and')}
          </button>
        )}
        {jointOf(part) ? (
          <fieldset className={css.group} aria-label={t('filter.groupLabel')}>
            <FilterGroup root={root} path={here} words={words} datasets={datasets} onChange={onChange} onOff={onOff} />
          </fieldset>
        ) : (
          <FilterChip
            filter={part}
            words={words}
            datasets={datasets}
            context={others(root, here)}
            onApply={(next) => onChange(replace(root, here, next))}
            onSwitch={onOff && (() => onOff(here, part))}
            onRemove={() => onChange(replace(root, here, null))}
            moves={{
              ...(parts.length > 1 && { in: () => onChange(moveIn(root, here)) }),
              ...(path.length > 0 && { out: () => onChange(moveOut(root, here)) }),
              ...(i > 0 && { before: () => onChange(moveBy(root, here, -1)) }),
              ...(i < parts.length - 1 && { after: () => onChange(moveBy(root, here, 1)) }),
            }}
          />
        )}
      </Fragment>
    );
  });
}
