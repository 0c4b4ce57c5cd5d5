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

/** Course is the figure of one instance over time. */
export type Course = { day: string; value: number | null }[];

/** Levels are what the course of a figure is compared with. */
export interface Levels {
  fires: number | undefined;
  clears: number | undefined;
  share: boolean;
  /** figure prints a level. */
  figure: (value: number) => string;
}

/** nearWhole is the share from which on 100 % belongs into the drawing. */
const nearWhole = 0.5;

/** nearLines is the part of the axis below which two lines have no room for words between them. */
const nearLines = 0.09;

/** courseAxis is the axis of values of a course: near its figures and levels, and of shares with a line at 100 %. */
export function courseAxis(series: Course, { fires, clears, share }: Levels): Axis {
  const levels = [...series.map(({ value }) => value), fires, clears];
  const all = levels.filter((level) => level !== null && level !== undefined);
  const low = Math.min(...all);
  const most = Math.max(...all);
  const high = share && most >= nearWhole ? Math.max(most, 1) : most;
  const room = (high - low || Math.abs(high) || 1) * 0.05;
  return axisOf(low >= 0 ? Math.max(0, low - room) : low - room, high + room, share ? shareSteps : steps);
}

/** courseDrawing draws the course of a figure with the levels at which a rule fires and clears. */
export function courseDrawing(
  series: Course,
  name: string,
  { fires, clears, share, figure }: Levels,
  axis: Axis,
  t: T,
): Drawing {
  // The words stand on their lines, or they would be taken for those of the other; where the lines are near to each
  // other, above and below both.
  const [low = 0, high = low] = [fires, clears].filter((level) => level !== undefined).sort((a, b) => a - b);
  const near = high > low && (high - low) / (axis.max - axis.min) < nearLines;
  const line = (level: number, text: string, end: boolean) => ({
    name: text,
    yAxis: level,
    lineStyle: { color: 'ink:text', type: end ? [2, 2] : 'solid', width: 1 },
    label: {
      ...quiet,
      ...(!end && { color: 'ink:text', fontWeight: 600 }),
      formatter: 'fmt:name',
      ...(near
        ? { position: `inside${end ? 'End' : 'Start'}${level === high ? 'Top' : 'Bottom'}`, distance: [0, 1] }
        : { position: end ? 'insideEnd' : 'insideStart', verticalAlign: 'middle', distance: 0 }),
    },
  });
  const whole = share && axis.min < 1 && axis.max >= 1 && fires !== 1;
  const option = {
    animation: false,
    grid: { left: 8, right: 24, top: 8, bottom: 4, containLabel: true },
    legend: { show: false },
    tooltip: { show: true, trigger: 'axis', axisPointer: { type: 'line' } },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: series.map((point) => point.day),
      axisLabel: { formatter: 'fmt:month', hideOverlap: true },
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
            ...(whole ? [wholeLine(axis)] : []),
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

/** wholeLine is the line at 100 %, which the axis names where it has a figure there. */
function wholeLine({ interval }: Axis) {
  return {
    yAxis: 1,
    lineStyle: { color: 'ink:text', type: 'solid', width: 1 },
    label: { ...quiet, show: interval > 1, formatter: 'fmt:pct0', position: 'insideEndTop' },
  };
}

/** Axis is where an axis of values begins and ends, and the step between its lines. */
export interface Axis {
  min: number;
  max: number;
  interval: number;
}

/** mostStretches is how many an axis has at most. */
const mostStretches = 4;

/** steps are round ones in powers of ten; those of shares meet 100 %. */
const steps = [1, 2, 2.5, 3, 4, 5, 10, 20];
const shareSteps = [1, 2, 2.5, 5, 10, 20];

/** axisOf ends an axis on round figures, with a line at each step from one end to the other. */
export function axisOf(low: number, high: number, round = steps): Axis {
  const power = 10 ** Math.floor(Math.log10((high - low) / mostStretches));
  const span = (step: number) => Math.ceil(high / step - 1e-9) - Math.floor(low / step + 1e-9);
  const interval = round.map((n) => n * power).find((step) => span(step) <= mostStretches) ?? high - low;
  const exact = (value: number) => Number(value.toPrecision(12));
  return {
    min: exact(Math.floor(low / interval + 1e-9) * interval),
    max: exact(Math.ceil(high / interval - 1e-9) * interval),
    interval: exact(interval),
  };
}
