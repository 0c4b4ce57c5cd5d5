import { ActionIcon } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Chart as ChartData } from '../../api/types';
import { cx } from '../../lib/cx';
import { Empty } from '../Empty';
import { Icon } from '../Icon';
import { ScrollBox } from '../ScrollBox';
import table from '../Table.module.css';
import { Tile } from '../Tile';
import css from './Chart.module.css';
import { cellsOf } from './cells';
import type { Option } from './formats';

const Chart = lazy(() => import('./PageChart').then((module) => ({ default: module.Chart })));

interface ChartTileProps {
  title: string;
  sub?: ReactNode;
  span?: number;
  height: number;
  chart: ChartData;
  onOpen?: (link: string) => void;
}

/** ChartTile is a chart with its heading, its caption and the same data as a table. */
export function ChartTile({ title, sub, span = 12, height, chart, onOpen }: ChartTileProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
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
    <Tile title={title} sub={sub} span={span} actions={chart.empty === '' ? toggle : undefined}>
      <ChartBody chart={chart} height={height} asTable={asTable} onOpen={onOpen} label={title} />
    </Tile>
  );
}

interface ChartBodyProps {
  chart: ChartData;
  height: number;
  asTable: boolean;
  label: string;
  onOpen?: ((link: string) => void) | undefined;
}

/** ChartBody is the drawing or its table, or why there is nothing to draw. */
export function ChartBody({ chart, height, asTable, label, onOpen }: ChartBodyProps) {
  const { t } = useTranslation();
  const option = useMemo(() => (chart.option === '' ? {} : (JSON.parse(chart.option) as Option)), [chart.option]);
  if (chart.empty !== '') {
    return (
      <div style={{ minHeight: height }}>
        <Empty>{t(`empty.${chart.empty}` as 'empty.no_data', { defaultValue: t('empty.no_data') })}</Empty>
      </div>
    );
  }
  if (asTable) return <ChartTable chart={chart} option={option} height={height} label={label} />;
  return (
    <Suspense fallback={<div style={{ height }} />}>
      <Chart chart={chart} option={option} height={height} onOpen={onOpen} />
    </Suspense>
  );
}

function ChartTable({
  chart,
  option,
  height,
  label,
}: {
  chart: ChartData;
  option: Option;
  height: number;
  label: string;
}) {
  const { t } = useTranslation();
  const cell = cellsOf(chart, option);
  const right = chart.columns.map((_, i) => i > 0);
  return (
    <ScrollBox className={css.table} height={height} label={t('chart.table', { title: label })}>
      <table className={table.table}>
        <thead>
          <tr>
            {chart.columns.map((column, i) => (
              <th key={column} scope="col" className={cx(right[i] && 'num')}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.rows.map((row) => (
            <tr key={row.map(String).join('|')}>
              {row.map((value, i) => (
                <td key={chart.columns[i]} className={cx(right[i] && 'num')}>
                  {cell(value, i)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
