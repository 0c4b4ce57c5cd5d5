import { Button } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Relation } from '../../../api/metricTypes';
import type { Dashboard } from '../../../api/reportTypes';
import { useWords, type Words } from '../../catalog/useCatalog';
import { FilterBar } from '../../filter/FilterBar';
import { datasetsOf } from '../../filter/summary';
import { Icon } from '../../Icon';
import { tokensOf } from './applied';
import { ControlField } from './ControlField';
import { heeded } from './controls';
import type { Look } from './look';
import { Selections } from './Selections';
import { TokenField } from './TokenField';

interface DashboardBarProps {
  dashboard: Dashboard;
  look: Look;
  onLook: (look: Look) => void;
}

/** DashboardBar is what filters the tiles: the controls, the tokens, and what is selected. */
export function DashboardBar({ dashboard, look, onLook }: DashboardBarProps) {
  const { t } = useTranslation();
  const words = useWords();
  if (!words) return null;
  const { filter: _, ...plain } = look;
  const controls = heeded(dashboard, look);
  const changed = Object.keys(look.controls).length > 0 || Object.keys(look.tokens).length > 0;
  return (
    <>
      {controls.map((control) => (
        <ControlField
          key={control.id}
          control={control}
          controls={controls}
          look={look}
          words={words}
          tokens={tokensOf(dashboard, look)}
          onFilter={(filter) => onLook({ ...look, controls: { ...look.controls, [control.id]: filter } })}
        />
      ))}
      {(dashboard.tokens ?? []).map((token) => (
        <TokenField
          key={token.name}
          token={token}
          value={look.tokens[token.name] ?? token.value}
          onChange={(value) => onLook({ ...look, tokens: { ...look.tokens, [token.name]: value } })}
        />
      ))}
      <FilterBar
        value={look.filter}
        datasets={relationsOf(dashboard, words)}
        onChange={(filter) => onLook(filter ? { ...look, filter } : plain)}
      />
      <Selections dashboard={dashboard} look={look} onLook={onLook} words={words} />
      {changed && (
        <Button
          variant="subtle"
          leftSection={<Icon of={IconRestore} />}
          onClick={() => onLook({ ...look, controls: {}, tokens: {} })}
        >
          {t('dashboards.reset')}
        </Button>
      )}
    </>
  );
}

/** relationsOf are those whose rows the tiles of a dashboard ask about. */
function relationsOf(dashboard: Dashboard, words: Words): Relation[] {
  const tiles = dashboard.tabs.flatMap((tab) => tab.tiles);
  return [...new Set(tiles.flatMap(({ report }) => (report ? datasetsOf(report.query, words) : [])))];
}
