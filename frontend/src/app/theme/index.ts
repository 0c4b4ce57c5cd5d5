import { registerChartTheme } from '../../components/chart/theme';
import { palettes } from '../../lib/palette';
import { chartTheme } from './chart';

export { resolver, theme } from './mantine';

/** registerChartThemes must run before the first chart. */
export function registerChartThemes(): void {
  registerChartTheme('light', chartTheme(palettes.light));
  registerChartTheme('dark', chartTheme(palettes.dark));
}
