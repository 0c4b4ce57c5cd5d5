import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Group, Relation } from '../../../api/metricTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { begun } from '../../../components/filter/draft';
import { int } from '../../../lib/format';
import { Add, ItemButtons, movedBy, replacedAt } from '../options/Section';
import { ConditionField } from './ConditionField';
import css from './Definitions.module.css';

interface GroupConditionsProps {
  group: Group;
  dataset: Relation;
  words: Words;
  onChange: (group: Group) => void;
}

/** GroupConditions gathers what a comparison finds; the first item that matches holds a row. */
export function GroupConditions({ group, dataset, words, onChange }: GroupConditionsProps) {
  const { t } = useTranslation();
  const items = group.conditions ?? [];
  const set = (conditions: typeof items) => onChange({ ...group, conditions });
  return (
    <>
      <p className="sm t3">{t('reports.group.firstHolds')}</p>
      {items.map((item, i) => (
        <div key={i} className={css.item}>
          <div className="row">
            <TextInput
              className="grow"
              aria-label={t('reports.group.itemName')}
              value={item.name}
              maxLength={100}
              onChange={(event) => set(replacedAt(items, i, { ...item, name: event.currentTarget.value }))}
            />
            <ItemButtons
              name={item.name}
              first={i === 0}
              last={i === items.length - 1}
              onMove={(by) => set(movedBy(items, i, by))}
              onRemove={() => set(items.filter((_, at) => at !== i))}
            />
          </div>
          <ConditionField
            filter={{ ...item.filter, dimension: group.column }}
            words={words}
            datasets={[dataset]}
            onChange={(filter) => set(replacedAt(items, i, { ...item, filter }))}
          />
        </div>
      ))}
      <Add
        onClick={() =>
          set([
            ...items,
            {
              name: int(items.length + 1),
              filter: begun({ dimension: group.column }, words.dimension(group.column)?.kind ?? 'text'),
            },
          ])
        }
      >
        {t('reports.group.addItem')}
      </Add>
    </>
  );
}
