import { ActionIcon } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Chart } from '../../api/types';
import { ChartBody } from '../../components/chart/ChartTile';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/Icon';
import { Tile } from '../../components/Tile';
import css from './Account.module.css';

interface WorkloadsTileProps {
  charts: Chart[];
  names: string[];
}

/** WorkloadsTile draws one small chart for each workload, all on one scale. */
export function WorkloadsTile({ charts, names }: WorkloadsTileProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const title = t('account.workloads');
  const toggle = (
    <ActionIcon
      size={24}
      aria-pressed={asTable}
      aria-label={t('chart.asTable', { title })}
      title={asTable ? t('chart.showChart') : t('chart.showTable')}
      onClick={() => setAsTable(!asTable)}
    >
      <Icon of={asTable ? IconChartBar : IconTable} />
    </ActionIcon>
  );
  return (
    <Tile title={title} sub={t('account.sameScale')} span={8} actions={charts.length > 0 ? toggle : undefined}>
      {charts.length === 0 && <Empty>{t('empty.no_usage')}</Empty>}
      <div className={css.multiples}>
        {charts.map((chart, i) => (
          <figure key={names[i]} className={css.multiple}>
            <figcaption className="sm cut" title={names[i]}>
              {names[i]}
            </figcaption>
            <ChartBody chart={chart} height={132} asTable={asTable} label={names[i] ?? ''} />
          </figure>
        ))}
      </div>
    </Tile>
  );
}
