import type { CellValue } from '../../api/metricTypes';
import type { Drawing, Mark } from '../../api/reportTypes';
import type { Option } from './formats';
import { type Datum, isSelected, type SeriesOption, seriesOf } from './points';

const faded = 0.35;

/** emphasised is the outline of the mark that the pointer or the keyboard is on. */
function emphasised(series: SeriesOption): Option {
  if (series.silent) return {};
  const outline = { borderColor: 'ink:text', borderWidth: 2, borderType: 'solid' };
  if (series.type === 'sankey') return { emphasis: { disabled: false, focus: 'none', lineStyle: { opacity: 0.7 } } };
  if (series.type === 'treemap') return { emphasis: { itemStyle: outline, label: { show: true } } };
  return { emphasis: { disabled: false, focus: 'none', scale: series.type === 'scatter', itemStyle: outline } };
}

/** withSelection fades what is not selected, where something is. */
export function withSelection(option: Option, drawing: Drawing, selected: Record<string, CellValue>[]): Option {
  const some = drawing.cells.some((marks) => marks.some((mark) => isSelected(mark, selected)));
  const series = seriesOf(option).map((one, i) => {
    const made = { ...one, ...emphasised(one) };
    return some && !one.silent ? fade(made, drawing.cells[i] ?? [], selected) : made;
  });
  return { ...option, series };
}

function fade(series: SeriesOption & Option, marks: (Mark | null)[], selected: Record<string, CellValue>[]): Option {
  const off = (i: number) => !isSelected(marks[i], selected);
  switch (series.type) {
    case 'sankey':
      return {
        ...series,
        links: series.links?.map((link, i) => (off(i) ? { ...link, lineStyle: { opacity: 0.08 } } : link)),
      };
    case 'treemap': {
      let at = 0;
      const visit = (node: Datum): Datum => {
        const own = ++at;
        const children = node.children?.map(visit);
        const quiet = children === undefined && off(own);
        return {
          ...node,
          ...(children && { children }),
          ...(quiet && { itemStyle: { ...node.itemStyle, opacity: faded } }),
        };
      };
      return { ...series, data: (series.data as Datum[]).map(visit) };
    }
    case 'radar':
      return marks.some((_, i) => !off(i)) ? series : { ...series, ...fadedLine(series) };
    case 'gauge':
      return series;
    default: {
      const none = marks.every((_, i) => off(i));
      const data = series.data?.map((datum, i) => (off(i) ? fadedDatum(datum) : datum));
      return { ...series, data, ...(series.type === 'line' && none && fadedLine(series)) };
    }
  }
}

function fadedLine(series: Option): Option {
  const area = series.areaStyle as Option | undefined;
  return {
    lineStyle: { ...(series.lineStyle as Option), opacity: faded },
    itemStyle: { ...(series.itemStyle as Option), opacity: faded },
    ...(area && { areaStyle: { ...area, opacity: 0.06 } }),
  };
}

function fadedDatum(datum: Datum | number | null): Datum {
  const whole: Datum = typeof datum === 'object' && datum !== null ? datum : { value: datum };
  return { ...whole, itemStyle: { ...whole.itemStyle, opacity: faded } };
}
