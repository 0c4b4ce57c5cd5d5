import type { Scheme } from '../../lib/palette';

/** ChartTheme is an ECharts theme. */
export type ChartTheme = Record<string, unknown>;

const themes: Partial<Record<Scheme, ChartTheme>> = {};

/** registerChartTheme sets the look of charts for one scheme; the application does it at start. */
export function registerChartTheme(scheme: Scheme, theme: ChartTheme): void {
  themes[scheme] = theme;
}

/** chartTheme returns the look of charts for a scheme. */
export function chartTheme(scheme: Scheme): ChartTheme | undefined {
  return themes[scheme];
}
