import { expect, it } from 'vitest';

import { setRegion } from '../../lib/format';
import { startLanguage } from '../../lib/i18n';
import type { Option } from './formats';
import { tooltipOf } from './tooltip';

const hostile = '<img src=x onerror=alert(1)> "quoted" {b}';

const option: Option = {
  xAxis: { type: 'category', data: [hostile] },
  yAxis: { type: 'value' },
  series: [
    { type: 'bar', name: hostile, data: [{ value: 0.96 }], tooltip: { valueFormatter: 'fmt:pct' } },
    { type: 'bar', name: 'Unknown', data: [{ value: null }], tooltip: { valueFormatter: 'fmt:int' } },
    { type: 'bar', name: 'Above', beyond: true, data: [{ value: 0.12, raw: 1.12 }] },
    { type: 'line', name: 'Total', unsaid: true, data: [{ value: 3 }] },
  ],
};

const tip = tooltipOf(
  { option, told: { t: startLanguage('en', 'en-GB').t, fiscalStart: 1 }, words: undefined },
  'Enter explains',
);

function shown(given: unknown): HTMLElement {
  setRegion('en-GB');
  const made = tip(given);
  if (typeof made === 'string') throw new Error('nothing is shown');
  return made;
}

it('says every figure of a place once, and names stay text', () => {
  const made = shown([0, 1, 2, 3].map((seriesIndex) => ({ seriesIndex, dataIndex: 0, color: '#000' })));
  expect(made.querySelector('img')).toBeNull();
  const texts = [...made.querySelectorAll('div')].map((one) => one.textContent);
  expect(texts).toEqual([hostile, `${hostile}96.0%`, 'Unknown–', 'Enter explains']);
});

it('says nothing where there is nothing', () => {
  expect(tip([])).toBe('');
  expect(tip({ seriesIndex: 9, dataIndex: 0 })).toBe('');
});
