import { font, type Palette } from '../../lib/palette';

/** ChartTheme is an ECharts theme. */
export type ChartTheme = Record<string, unknown>;

/** chartTheme is the visual language told to ECharts. */
export function chartTheme(p: Palette): ChartTheme {
  const label = { color: p.text2, fontSize: 11, fontFamily: font };
  const axis = {
    axisTick: { show: false },
    axisLabel: label,
    nameTextStyle: label,
    splitLine: { lineStyle: { color: p.grid } },
  };
  const quiet = { ...axis, axisLine: { show: false } };
  return {
    color: [...p.series],
    backgroundColor: 'transparent',
    animation: false,
    textStyle: { fontFamily: font, fontSize: 11, color: p.text2 },
    grid: { left: 44, right: 16, top: 30, bottom: 22 },
    legend: {
      left: 0,
      top: 0,
      bottom: 'auto',
      // Marks over capitals stand above the line: "Ü".
      padding: [3, 0, 0, 0],
      itemWidth: 14,
      itemHeight: 8,
      itemGap: 12,
      icon: 'rect',
      // A box is bordered as what it stands for.
      itemStyle: { borderWidth: 'inherit', borderType: 'inherit' },
      textStyle: { color: p.text2, fontSize: 12, fontFamily: font },
      pageIconColor: p.text2,
      pageIconInactiveColor: p.line,
      pageTextStyle: { color: p.text2, fontSize: 11 },
      inactiveColor: p.lineStrong,
    },
    tooltip: {
      backgroundColor: p.canvas,
      borderColor: p.lineStrong,
      borderWidth: 1,
      padding: [6, 8],
      textStyle: { color: p.text, fontSize: 12, fontFamily: font, fontWeight: 400 },
      axisPointer: {
        z: 0,
        lineStyle: { color: p.axis },
        crossStyle: { color: p.axis },
        shadowStyle: { color: p.band, opacity: 0.7 },
      },
    },
    categoryAxis: { ...axis, axisLine: { lineStyle: { color: p.axis } }, splitLine: { show: false } },
    valueAxis: { ...quiet, splitNumber: 4 },
    timeAxis: quiet,
    line: { emphasis: { disabled: true }, symbol: 'circle', symbolSize: 5, smooth: false, lineStyle: { width: 2 } },
    bar: { emphasis: { disabled: true }, label: { color: p.text, fontSize: 11 } },
    markLine: {
      symbol: 'none',
      silent: true,
      lineStyle: { color: p.text, width: 1, type: 'solid' },
      label: { color: p.text, fontSize: 11, fontWeight: 600 },
    },
    markArea: { silent: true, itemStyle: { color: p.band }, label: { color: p.text2, fontSize: 11 } },
    markPoint: { label: { color: p.text } },
  };
}
