import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Filter, Relation } from '../../../api/metricTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { clause } from '../../../components/filter/clause';
import { isComplete } from '../../../components/filter/draft';
import { FilterEditor } from '../../../components/filter/FilterEditor';
import { textOf } from '../../../components/filter/pieces';

interface ConditionFieldProps {
  /** filter is one comparison; without an operator it was not said yet. */
  filter: Filter;
  words: Words;
  datasets: Relation[];
  onChange: (filter: Filter) => void;
}

/** ConditionField shows a comparison in words and opens its editor. */
export function ConditionField({ filter, words, datasets, onChange }: ConditionFieldProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start">
      <Popover.Target>
        <Button fullWidth justify="flex-start" aria-expanded={open} onClick={() => setOpen(!open)}>
          {isComplete(filter) ? textOf(clause(filter, words, t)) : t('reports.group.sayCondition')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <FilterEditor
          filter={filter}
          words={words}
          datasets={datasets}
          onApply={(next) => {
            onChange(next);
            setOpen(false);
          }}
          onCancel={() => setOpen(false)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
