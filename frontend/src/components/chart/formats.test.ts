import { beforeEach, describe, expect, it } from 'vitest';

import { setRegion } from '../../lib/format';
import { cellsOf } from './cells';
import { type Option, withFormats } from './formats';

type Format = (value: unknown) => string;

beforeEach(() => setRegion('en-GB'));

describe('withFormats', () => {
  const made = withFormats({
    tooltip: { valueFormatter: 'fmt:pct' },
    xAxis: { data: ['2026-11'], axisLabel: { formatter: 'fmt:month' } },
    series: [{ label: { formatter: 'fmt:int' }, markLine: { data: [{ label: { formatter: '100%' } }] } }],
    name: 'fmt:int',
  }) as {
    tooltip: { valueFormatter: Format };
    xAxis: { axisLabel: { formatter: Format }; axisPointer: { label: { formatter: Format } } };
    series: { label: { formatter: Format }; markLine: { data: { label: { formatter: string } }[] } }[];
    name: string;
  };

  it('replaces names by functions wherever they stand', () => {
    expect(made.tooltip.valueFormatter(0.826)).toBe('82.6%');
    expect(made.tooltip.valueFormatter(null)).toBe('–');
    expect(made.xAxis.axisLabel.formatter('2027-01')).toBe('Jan 27');
  });

  it('reads the value out of what a label is given', () => {
    expect(made.series[0]?.label.formatter({ value: 1490 })).toBe('1,490');
    expect(made.series[0]?.label.formatter({ value: ['2026-11', 1490] })).toBe('1,490');
  });

  it('heads the tooltip of a month axis with the year', () => {
    expect(made.xAxis.axisPointer.label.formatter({ value: '2026-11' })).toBe('Nov 2026');
  });

  it('leaves everything else alone', () => {
    expect(made.series[0]?.markLine.data[0]?.label.formatter).toBe('100%');
    expect(made.name).toBe('fmt:int');
  });
});

describe('cellsOf', () => {
  const option: Option = { tooltip: { valueFormatter: 'fmt:pct' }, series: [{ name: 'Usage rate' }] };
  const cell = cellsOf(
    { option: '', text: '', empty: '', columns: ['Month', 'Usage rate', 'Sold'], rows: [], links: [] },
    option,
  );

  it('prints each column as the chart does', () => {
    expect([cell('2026-11', 0), cell(0.5, 1), cell(1200, 2), cell(null, 1)]).toEqual([
      'Nov 2026',
      '50.0%',
      '1,200',
      '–',
    ]);
  });
});
