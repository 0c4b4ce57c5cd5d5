import { expect, it } from 'vitest';

import type { Metric } from '../api/metricTypes';
import { startLanguage } from '../lib/i18n';
import { wordsOf } from './catalog/words';
import { metricOf, reasonText } from './reason';

const metric = (name: string, label: string, format: string): Metric => ({
  name,
  label,
  words: '',
  formula: '',
  measure: '',
  unit: '',
  format,
  split_by: [],
});

const { t } = startLanguage('en', 'en-GB');
const metrics = [metric('full', 'How full', 'percent'), metric('denials', 'Denials', 'integer')];
const words = wordsOf({ datasets: [], dimensions: [], measures: [], metrics }, t, {
  today: '2026-11-20',
  weekStart: 1,
  fiscalStart: 1,
});

it('says each comparison of a reason as people read figures', () => {
  expect(reasonText('full = 0.95 ≥ 0.9; denials = 21 ≥ 10', words)).toBe('How full = 95.0% ≥ 90.0%; Denials = 21 ≥ 10');
  expect(reasonText('no data', words)).toBe('no data');
});

it('knows by its metric whether a value is a share, whatever the metric is called', () => {
  expect(metricOf('full = 0.95 ≥ 0.9', words)?.format).toBe('percent');
  expect(metricOf('denials: 4 → 21, by 17 of 10', words)?.format).toBe('integer');
  expect(metricOf('ends in 4 days', words)).toBeUndefined();
});
