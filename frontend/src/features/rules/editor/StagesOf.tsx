import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { RuleDocument } from '../../../api/ruleTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { FilterBar } from '../../../components/filter/FilterBar';
import { Icon } from '../../../components/Icon';
import css from './Editor.module.css';
import { StagesField } from './StagesField';

type List = NonNullable<RuleDocument['stages_of']>;

interface StagesOfProps {
  rule: RuleDocument;
  words: Words;
  onChange: (list: List | undefined) => void;
}

/** StagesOf are other stages for what a filter keeps: by product, segment or line. */
export function StagesOf({ rule, onChange }: StagesOfProps) {
  const { t } = useTranslation();
  const list = rule.stages_of ?? [];
  const put = (next: List) => onChange(next.length > 0 ? next : undefined);
  const at = (i: number, fields: Partial<List[number]>) =>
    put(list.map((one, place) => (place === i ? { ...one, ...fields } : one)));
  return (
    <>
      {list.map((one, i) => (
        <div key={i} className={css.inset}>
          <div className={css.line}>
            <FilterBar
              value={Object.keys(one.filter).length > 0 ? one.filter : undefined}
              datasets={['entitlements']}
              onChange={(filter) => at(i, { filter: filter ?? {} })}
            />
            <ActionIcon
              size={24}
              aria-label={t('rules.window.removeStages')}
              title={t('rules.window.removeStages')}
              onClick={() => put(list.filter((_, place) => place !== i))}
            >
              <Icon of={IconX} size={14} />
            </ActionIcon>
          </div>
          <StagesField
            label={t('rules.window.stagesThere')}
            value={one.stages}
            onChange={(stages) => at(i, { stages })}
          />
        </div>
      ))}
      <div className={css.buttons}>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<Icon of={IconPlus} size={14} />}
          onClick={() => put([...list, { filter: {}, stages: [90, 30, 7] }])}
        >
          {t('rules.window.addStages')}
        </Button>
      </div>
    </>
  );
}
