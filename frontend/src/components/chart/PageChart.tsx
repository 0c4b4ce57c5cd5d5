import { useComputedColorScheme } from '@mantine/core';
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  AxisPointerComponent,
  DataZoomComponent,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { LegacyGridContainLabel } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Chart as ChartData } from '../../api/types';
import { palettes } from '../../lib/palette';
import css from './Chart.module.css';
import { guardCaches } from './caches';
import { type Cell, cellsOf } from './cells';
import { type Option, withFormats } from './formats';
import { chartTheme } from './theme';

guardCaches();
use([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  AxisPointerComponent,
  DataZoomComponent,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
  LegacyGridContainLabel,
  SVGRenderer,
]);

interface ChartProps {
  chart: ChartData;
  option: Option;
  height: number;
  /** onOpen receives the link of the category that was chosen. */
  onOpen?: ((link: string) => void) | undefined;
}

/**
 * Chart draws an option that came from the program. The arrow keys walk over
 * its points, which are read out as rows of its table; Enter opens one.
 */
export function Chart({ chart, option, height, onOpen }: ChartProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<ECharts | null>(null);
  const [at, setAt] = useState(-1);
  const scheme = useComputedColorScheme('light');
  const open = useRef(onOpen);
  open.current = onOpen;

  useEffect(() => {
    if (!box.current) return;
    const echarts = init(box.current, chartTheme(palettes[scheme]), { renderer: 'svg' });
    const { title: _, ...rest } = withFormats(option);
    echarts.setOption({ ...rest, animation: false, tooltip: { confine: true, ...(rest.tooltip as object) } });
    echarts.on('click', ({ dataIndex }) => {
      const link = chart.links[dataIndex ?? -1];
      if (link) open.current?.(link);
    });
    const observer = new ResizeObserver(() => echarts.resize());
    observer.observe(box.current);
    drawn.current = echarts;
    return () => {
      observer.disconnect();
      echarts.dispose();
      drawn.current = null;
    };
  }, [option, scheme, chart.links]);

  const show = (index: number) => {
    setAt(index);
    drawn.current?.dispatchAction(
      index < 0 ? { type: 'hideTip' } : { type: 'showTip', seriesIndex: 0, dataIndex: index },
    );
  };
  const press = (event: KeyboardEvent) => {
    const last = chart.rows.length - 1;
    const target = step(event.key, at, last);
    if (target !== null) {
      event.preventDefault();
      show(target);
      return;
    }
    const link = chart.links[at];
    if (event.key === 'Enter' && link) onOpen?.(link);
    if (event.key === 'Escape' && at >= 0) {
      event.stopPropagation();
      show(-1);
    }
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is neither a fieldset nor a list.
    <div
      className={css.chart}
      role="group"
      aria-roledescription={t('chart.chart')}
      aria-label={chart.text}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk over the points of the drawing.
      tabIndex={0}
      onKeyDown={press}
      onBlur={() => show(-1)}
    >
      <div ref={box} style={{ height }} aria-hidden="true" />
      <span className="sr" aria-live="polite">
        {at >= 0 ? say(chart, cellsOf(chart, option), at) : ''}
      </span>
    </div>
  );
}

function step(key: string, at: number, last: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

function say(chart: ChartData, cell: Cell, index: number): string {
  const row = chart.rows[index] ?? [];
  return row.map((value, column) => `${chart.columns[column] ?? ''} ${cell(value, column)}`).join(', ');
}
