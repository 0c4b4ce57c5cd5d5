import { type Palette, palettes } from '../../lib/palette';
import type { Chart, Line } from '../types';
import { today } from './data';

/** The invented charts follow the mocks: the option is plain JSON, formatters are names. */

const hatch = (color: string) => ({
  symbol: 'rect',
  dashArrayX: [1, 0],
  dashArrayY: [2, 3],
  rotation: Math.PI / 4,
  color,
});

function chart(option: unknown, text: string, columns: string[], rows: unknown[][], links: string[] = []): Chart {
  return { option: JSON.stringify(option), text, empty: '', columns, rows, links };
}

/** endingMonths counts licenses that end per month, split by what happens if nobody acts. */
export function endingMonths(dark: boolean): Chart {
  const p: Palette = palettes[dark ? 'dark' : 'light'];
  const months = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2026, 10 + i, 1)).toISOString().slice(0, 7));
  const ends = [60, 820, 520, 330, 610, 260, 180, 310, 140, 90, 380, 420];
  const renews = [0, 250, 180, 190, 880, 90, 140, 560, 100, 60, 170, 600];
  const unknown = [0, 60, 80, 40, 0, 60, 0, 110, 0, 0, 60, 0];
  const total = months.map((_, i) => (ends[i] ?? 0) + (renews[i] ?? 0) + (unknown[i] ?? 0));
  const bar = (name: string, data: number[], itemStyle: object) => ({
    name,
    type: 'bar',
    stack: 'licenses',
    barWidth: 22,
    data,
    itemStyle,
  });
  return chart(
    {
      grid: { left: 44, right: 16, top: 44, bottom: 22 },
      legend: { show: true, data: ['Ends', 'Renews by itself', 'Not stated'] },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: 'fmt:int' },
      xAxis: { type: 'category', data: months, axisLabel: { formatter: 'fmt:month' } },
      yAxis: { type: 'value', axisLabel: { formatter: 'fmt:int' } },
      series: [
        {
          ...bar('Ends', ends, { color: p.series[0] }),
          markArea: {
            silent: true,
            itemStyle: { color: p.band },
            data: [[{ xAxis: '2026-11' }, { xAxis: '2027-02' }]],
          },
        },
        bar('Renews by itself', renews, {
          color: p.ramp[1],
          decal: hatch(p.series[0] ?? ''),
          borderColor: p.edge,
          borderWidth: 1,
        }),
        bar('Not stated', unknown, {
          color: p.canvas,
          borderColor: p.lineStrong,
          borderWidth: 1,
          borderType: 'dashed',
        }),
        {
          name: 'Total',
          type: 'line',
          data: total,
          silent: true,
          symbol: 'circle',
          symbolSize: 1,
          lineStyle: { width: 0 },
          itemStyle: { color: 'transparent' },
          tooltip: { show: false },
          label: { show: true, position: 'top', distance: 3, color: p.text, formatter: 'fmt:int' },
        },
      ],
    },
    'Licenses ending by month for 12 months. Most end in Mar 2027: 1,490, of which 880 renew by themselves.',
    ['Month', 'Ends', 'Renews by itself', 'Not stated'],
    months.map((m, i) => [m, ends[i], renews[i], unknown[i]]),
  );
}

/** byProduct shows two rates with different bases: wide pale bar deployed, thin dark bar used. */
export function byProduct(dark: boolean, short = false): Chart {
  const p: Palette = palettes[dark ? 'dark' : 'light'];
  const rows: [string, number | null, number | null, string, string][] = [
    ['Collaboration Plus', 0.96, 1.12, '2,928 of 3,050', '2,890 of 2,580'],
    ['Signature', 0.926, 0.944, '500 of 540', '472 of 500'],
    ['Field Service', 0.897, 0.779, '1,310 of 1,460', '1,020 of 1,310'],
    ['Data Vault', 0.828, 0.735, '1,640 of 1,980', '1,205 of 1,640'],
    ['Design Suite Pro', 0.89, 0.733, '3,720 of 4,180', '2,310 of 3,150'],
    ['Flow Simulation', 0.749, 0.418, '764 of 1,020', '318 of 760'],
    ['Archive Classic', null, null, '–', '–'],
  ];
  const used = short ? rows.slice(0, 4) : rows;
  const names = used.map((r) => r[0]);
  return chart(
    {
      grid: { left: 124, right: 24, top: 40, bottom: 20 },
      legend: { show: true, data: ['Deployment rate', 'Usage rate', 'Above 100%'] },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: 'fmt:pct' },
      xAxis: { type: 'value', min: 0, max: 1.25, interval: 0.25, axisLabel: { formatter: 'fmt:pct0' } },
      yAxis: [
        {
          type: 'category',
          inverse: true,
          data: names,
          axisLine: { show: false },
          axisLabel: { color: p.text, fontSize: 12, width: 116, overflow: 'truncate' },
        },
        { type: 'category', inverse: true, data: names, show: false },
      ],
      series: [
        {
          name: 'Deployment rate',
          type: 'bar',
          yAxisIndex: 1,
          barWidth: 14,
          data: used.map((r) => r[1]),
          itemStyle: { color: p.ramp[1], borderColor: p.edge, borderWidth: 1 },
        },
        {
          name: 'Usage rate',
          type: 'bar',
          barWidth: 6,
          stack: 'usage',
          z: 3,
          data: used.map((r) => (r[2] === null ? null : Math.min(1, r[2]))),
          itemStyle: { color: p.ramp[4] },
          markLine: {
            symbol: 'none',
            silent: true,
            lineStyle: { color: p.text, type: 'solid', width: 1 },
            data: [{ xAxis: 1, label: { formatter: '100%', position: 'start', distance: 3 } }],
          },
        },
        {
          name: 'Above 100%',
          type: 'bar',
          barWidth: 6,
          stack: 'usage',
          z: 3,
          data: used.map((r) => (r[2] !== null && r[2] > 1 ? r[2] - 1 : null)),
          itemStyle: { color: p.series[1] },
        },
      ],
    },
    'Deployment rate and usage rate of 7 products. Collaboration Plus is used by 112.0% of its total; Archive Classic has no usage.',
    ['Product', 'Deployment rate', 'Usage rate', 'Assigned of sold', 'Active of total'],
    used.map((r) => [r[0], r[1], r[2], r[3], r[4]]),
  );
}

/** activeTrend is the monthly level of active users against the total. */
export function activeTrend(dark: boolean): Chart {
  const p: Palette = palettes[dark ? 'dark' : 'light'];
  const months = Array.from({ length: 13 }, (_, i) => new Date(Date.UTC(2025, 9 + i, 1)).toISOString().slice(0, 7));
  const active = [7610, 7720, 7540, 7690, 7880, 7960, 8040, null, 8110, 7980, 7720, 8090, 8215];
  const total = [9200, 9200, 9200, 9340, 9340, 9340, 9500, null, 9500, 9720, 9720, 9940, 9940];
  return chart(
    {
      grid: { left: 44, right: 28, top: 40, bottom: 22 },
      legend: { show: true, icon: 'inherit', data: ['Active users', 'Total users'] },
      tooltip: { trigger: 'axis', valueFormatter: 'fmt:int' },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: months,
        axisLabel: { formatter: 'fmt:month', interval: 2 },
      },
      yAxis: { type: 'value', min: 6000, max: 10000, interval: 1000, axisLabel: { formatter: 'fmt:int' } },
      series: [
        {
          name: 'Active users',
          type: 'line',
          data: active,
          itemStyle: { color: p.series[0] },
          lineStyle: { color: p.series[0], width: 2 },
          markArea: {
            silent: true,
            itemStyle: { color: p.band },
            label: { position: 'insideBottom', color: p.text2, formatter: 'No data' },
            data: [[{ xAxis: '2026-04', name: 'No data' }, { xAxis: '2026-06' }]],
          },
        },
        {
          name: 'Total users',
          type: 'line',
          step: 'end',
          symbol: 'none',
          data: total,
          itemStyle: { color: p.text2 },
          lineStyle: { color: p.text2, width: 1.5, type: [4, 3] },
        },
      ],
    },
    'Active users by month, from 7,610 in Oct 2025 to 8,215 in Oct 2026; nothing was imported for May 2026.',
    ['Month', 'Active users', 'Total users'],
    months.map((m, i) => [m, active[i], total[i]]),
  );
}

/** spans lays entitlements on a calendar. */
export function spans(lines: Line[], dark: boolean): Chart {
  const p: Palette = palettes[dark ? 'dark' : 'light'];
  const shown = lines.filter((l) => l.end !== '');
  const at = (day: string) => new Date(day).getTime();
  const names = shown.map((l, i) => `${l.product}${i > 0 && l.trial ? ' (trial)' : ''}`);
  const style = (l: Line) => {
    if (l.trial) return { color: p.series[0], width: 12, type: [3, 2], cap: 'butt' };
    if (l.status === 'grace') return { color: p.ramp[1], width: 12, cap: 'butt' };
    return { color: l.counts ? p.series[0] : p.lineStrong, width: 12, cap: 'butt' };
  };
  return chart(
    {
      grid: { left: 160, right: 16, top: 24, bottom: 22 },
      tooltip: { show: false },
      xAxis: {
        type: 'time',
        min: at('2026-05-01'),
        max: at('2027-11-01'),
        axisLabel: { formatter: 'fmt:month', hideOverlap: true },
        splitLine: { show: true, lineStyle: { color: p.grid } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: names,
        axisLine: { show: false },
        axisLabel: { color: p.text, fontSize: 12, width: 150, overflow: 'truncate' },
      },
      series: shown.map((l, i) => ({
        name: names[i],
        type: 'line',
        symbol: 'none',
        clip: true,
        data: [
          [at(l.start), i],
          [at(l.end), i],
        ],
        lineStyle: style(l),
        markLine:
          i === 0
            ? {
                symbol: 'none',
                silent: true,
                lineStyle: { color: p.text, type: 'solid', width: 1 },
                data: [{ xAxis: at(today), label: { formatter: '20 Nov', position: 'start', distance: 4 } }],
              }
            : undefined,
      })),
    },
    `Entitlements over time: ${shown.length} line items.`,
    ['Product', 'Start', 'End', 'Licenses'],
    shown.map((l) => [l.product, l.start, l.end, l.quantity]),
  );
}

/** workloads are small multiples on one scale. */
export function workloads(months: (number | null)[], dark: boolean): { charts: Chart[]; names: string[] } {
  const p: Palette = palettes[dark ? 'dark' : 'light'];
  const names = ['Mail', 'SharePoint and OneDrive', 'Meetings', 'Telephony'];
  const labels = months.map((_, i) => new Date(Date.UTC(2025, 10 + i, 1)).toISOString().slice(0, 7));
  const high = Math.max(1, ...months.map((m) => m ?? 0));
  const charts = names.map((name, w) => {
    const data = months.map((m) => (m === null ? null : Math.round(m * ([1, 0.93, 0.84, 0.02][w] ?? 1))));
    return chart(
      {
        grid: { left: 32, right: 12, top: 12, bottom: 22 },
        tooltip: { trigger: 'axis', valueFormatter: 'fmt:int' },
        xAxis: {
          type: 'category',
          boundaryGap: false,
          data: labels,
          axisLabel: { formatter: 'fmt:monthyear', interval: 10, alignMinLabel: 'left', alignMaxLabel: 'right' },
        },
        yAxis: {
          type: 'value',
          min: 0,
          max: Math.ceil((high * 1.15) / 40) * 40,
          splitNumber: 3,
          axisLabel: { formatter: 'fmt:int' },
        },
        series: [
          {
            name: 'Active users',
            type: 'line',
            symbol: 'none',
            data,
            itemStyle: { color: p.series[0] },
            lineStyle: { color: p.series[0], width: 2 },
          },
        ],
      },
      `${name}: active users by month, last ${data[data.length - 1] ?? 'unknown'}.`,
      ['Month', 'Active users'],
      labels.map((m, i) => [m, data[i]]),
    );
  });
  return { charts, names };
}

/** noChart is the answer when there is nothing to draw. */
export function noChart(code: string): Chart {
  return { option: '', text: '', empty: code, columns: [], rows: [], links: [] };
}
