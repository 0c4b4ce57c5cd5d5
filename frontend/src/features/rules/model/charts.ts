import type { Drawing, Mark } from '../../../api/reportTypes';
import type { Rehearsal } from '../../../api/ruleTypes';
import { day, int } from '../../../lib/format';
import type { T } from '../../../lib/i18n';

const marks = (count: number): Mark[] => Array.from({ length: count }, (_, row) => ({ row, metric: '' }));

const quiet = { backgroundColor: 'ink:canvas', color: 'ink:text2', fontWeight: 400, padding: [1, 3] };

/** hatch is how what the filters leave out is filled: pale, with an edge and stripes. */
const hatch = {
  color: 'ink:part',
  borderColor: 'ink:edge',
  borderWidth: 1,
  decal: { color: 'ink:counts', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, symbol: 'rect' },
};

/** silences are the stretches of weeks without an import: the places of their first and last. */
function silences(weeks: { silent: boolean }[]): [number, number][] {
  const found: [number, number][] = [];
  weeks.forEach(({ silent }, i) => {
    const last = found.at(-1);
    if (silent && last && last[1] === i - 1) last[1] = i;
    else if (silent) found.push([i, i]);
  });
  return found;
}

/** rehearsalDrawing draws a rehearsal: a column for each week, what the filters leave out hatched upon it. */
export function rehearsalDrawing({ weeks, budget }: Rehearsal, t: T): Drawing {
  const most = Math.max(budget, 1, ...weeks.map(({ count, filtered }) => count + filtered));
  const bar = { type: 'bar', stack: 'week', barMaxWidth: 14, tooltip: { valueFormatter: 'fmt:int' } };
  const busiest = Math.max(0, ...weeks.map(({ count }) => count));
  const option = {
    animation: false,
    grid: { left: 8, right: 8, top: 8, bottom: 4, containLabel: true },
    legend: { show: false },
    tooltip: { show: true, trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: {
      type: 'category',
      data: weeks.map(({ start }) => start),
      axisLabel: { formatter: 'fmt:month', interval: monthly(weeks.map(({ start }) => start)), hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: topOf(most),
      minInterval: 1,
      splitNumber: 4,
      axisLabel: { formatter: 'fmt:int', hideOverlap: true },
    },
    series: [
      {
        ...bar,
        name: t('rules.rehearsal.would'),
        itemStyle: { color: 'ink:counts' },
        data: weeks.map(({ count }) => columnOf(count)),
        ...(budget > 0 && { markLine: lineAt(budget, t('rules.rehearsal.budgetLine', { number: int(budget) })) }),
        markArea: {
          silent: true,
          itemStyle: { color: 'ink:band' },
          label: { position: 'insideTop', color: 'ink:text2', fontSize: 11, formatter: 'fmt:name' },
          data: silences(weeks).map(([from, to]) => [
            { name: to - from > 0 ? t('rules.rehearsal.noImport') : '', xAxis: from },
            { xAxis: to },
          ]),
        },
      },
      {
        ...bar,
        name: t('rules.rehearsal.leftOut'),
        itemStyle: hatch,
        data: weeks.map(({ filtered }) => columnOf(filtered)),
      },
    ],
  };
  const [first, last] = [weeks[0]?.start ?? '', weeks.at(-1)?.start ?? ''];
  const total = weeks.reduce((sum, { count }) => sum + count, 0);
  return {
    option: JSON.stringify(option),
    text: t('rules.rehearsal.chartText', {
      count: total,
      number: int(total),
      from: day(first),
      to: day(last),
      busiest: int(busiest),
    }),
    cells: [marks(weeks.length), marks(weeks.length)],
  };
}

/** columnOf draws nothing for zero: an edge alone would look like something. */
function columnOf(count: number) {
  return count > 0 ? { value: count } : { value: null, raw: 0 };
}

/** topOf leaves room above the highest column, or above the budget, for its words. */
function topOf(most: number): number {
  const step = most < 8 ? 2 : most < 20 ? 5 : 10 ** Math.floor(Math.log10(most)) / 2;
  return (Math.floor(most / step) + 1) * step;
}

/** monthly labels the weeks in which a month begins; with few weeks, all of them. */
function monthly(days: string[]): number {
  return days.length <= 8 ? 0 : 3;
}

function lineAt(level: number, name: string) {
  return {
    silent: true,
    symbol: 'none',
    z: 6,
    data: [
      {
        name,
        yAxis: level,
        lineStyle: { color: 'ink:text', type: [2, 2], width: 1 },
        label: { ...quiet, formatter: 'fmt:name', position: 'insideEndTop', distance: [4, 2] },
      },
    ],
  };
}

/** Levels are what the course of a figure is compared with. */
export interface Levels {
  fires: number | undefined;
  clears: number | undefined;
  share: boolean;
  /** figure prints a level. */
  figure: (value: number) => string;
}

/** courseDrawing draws the course of a figure with the levels at which a rule fires and clears. */
export function courseDrawing(
  series: { day: string; value: number | null }[],
  name: string,
  { fires, clears, share, figure }: Levels,
  t: T,
): Drawing {
  const known = series.flatMap(({ value }) => (value === null ? [] : [value]));
  const all = [...known, ...[fires, clears].filter((level): level is number => level !== undefined)];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const room = (high - low || Math.abs(high) || 1) * 0.15;
  const axis = axisOf(low >= 0 ? Math.max(0, low - room) : low - room, high + room);
  // The words stand on the outer sides of the two lines, or they would be taken for those of the other.
  const upper = Math.max(fires ?? Number.NEGATIVE_INFINITY, clears ?? Number.NEGATIVE_INFINITY);
  const line = (level: number, text: string, end: boolean) => ({
    name: text,
    yAxis: level,
    lineStyle: { color: 'ink:text', type: end ? [2, 2] : 'solid', width: 1 },
    label: {
      ...quiet,
      ...(!end && { color: 'ink:text', fontWeight: 600 }),
      formatter: 'fmt:name',
      position: `inside${end ? 'End' : 'Start'}${level === upper ? 'Top' : 'Bottom'}`,
      distance: [4, 2],
    },
  });
  const option = {
    animation: false,
    grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
    legend: { show: false },
    tooltip: { show: true, trigger: 'axis', axisPointer: { type: 'line' } },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: series.map((point) => point.day),
      axisLabel: { formatter: 'fmt:month', hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' },
    },
    yAxis: {
      type: 'value',
      ...axis,
      axisLabel: { formatter: share ? 'fmt:pct0' : 'fmt:short', hideOverlap: true },
    },
    series: [
      {
        type: 'line',
        name,
        data: series.map(({ value }) => ({ value })),
        connectNulls: false,
        showSymbol: series.length <= 40,
        symbol: 'circle',
        symbolSize: 4,
        itemStyle: { color: 'ink:counts' },
        lineStyle: { color: 'ink:counts', width: 2 },
        tooltip: { valueFormatter: share ? 'fmt:pct' : 'fmt:num' },
        markLine: {
          silent: true,
          symbol: 'none',
          z: 6,
          data: [
            ...(fires === undefined ? [] : [line(fires, t('rules.course.fires', { level: figure(fires) }), false)]),
            ...(clears === undefined || clears === fires
              ? []
              : [line(clears, t('rules.course.clears', { level: figure(clears) }), true)]),
          ],
        },
      },
    ],
  };
  const [first, last] = [series.find(({ value }) => value !== null), series.findLast(({ value }) => value !== null)];
  return {
    option: JSON.stringify(option),
    text: t('rules.course.text', {
      from: figure(first?.value ?? 0),
      fromDay: day(first?.day ?? ''),
      to: figure(last?.value ?? 0),
      toDay: day(last?.day ?? ''),
    }),
    cells: [marks(series.length)],
  };
}

/** most is how many stretches an axis has at most. */
const most = 4;

/** axisOf ends an axis on round figures, with a line at each step from one end to the other. */
export function axisOf(low: number, high: number): { min: number; max: number; interval: number } {
  const power = 10 ** Math.floor(Math.log10((high - low) / most));
  const steps = [1, 2, 2.5, 3, 4, 5, 10, 20].map((n) => n * power);
  const span = (step: number) => Math.ceil(high / step - 1e-9) - Math.floor(low / step + 1e-9);
  const interval = steps.find((step) => span(step) <= most) ?? high - low;
  const exact = (value: number) => Number(value.toPrecision(12));
  return {
    min: exact(Math.floor(low / interval + 1e-9) * interval),
    max: exact(Math.ceil(high / interval - 1e-9) * interval),
    interval: exact(interval),
  };
}
