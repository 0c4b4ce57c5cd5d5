import { beforeEach, describe, expect, it } from 'vitest';

import { setRegion } from '../../lib/format';
import { startLanguage } from '../../lib/i18n';
import { cut, formatOf, withFormats } from './formats';

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
    expect(made.xAxis.axisLabel.formatter('2027-01')).toBe('Jan\n2027');
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

describe('formatOf', () => {
  const told = { t: startLanguage('en', 'en-GB').t, fiscalStart: 1 };
  it.each([
    ['fmt:int', 12430, '12,430'],
    ['fmt:short', 1_250_000, '1.3m'],
    ['fmt:month', '2027-01-01', 'Jan\n2027'],
    ['fmt:year', '2026-01-01', '2026'],
    ['fmt:month_of_year', '3', 'March'],
    ['fmt:month', 'Not stated', 'Not stated'],
    ['fmt:quarter', 'Other', 'Other'],
    ['fmt:percentage::0', 0.826, '83%'],
    ['fmt:currency:EUR:0', 1204.5, '€1,205'],
    ['fmt:currency::', 1204.5, '1,204.50'],
    ['fmt:week', '2026-07-27', '27 Jul 2026'],
    ['fmt:decimal::3', 1.5, '1.500'],
    ['fmt:int', null, '–'],
    ['fmt:scientific::1', 12000, '1.2E4'],
  ])('%s prints %s as %s', (name, value, text) => {
    expect(formatOf(name, told)?.(value)).toBe(text);
  });

  it('knows only its own names', () => {
    expect([formatOf('{b}', told), formatOf('constructor', told)]).toEqual([null, null]);
  });

  it('cuts names', () => {
    expect(cut('株'.repeat(300)).length).toBe(34);
  });
});
