import { beforeEach, describe, expect, it } from 'vitest';

import { setRegion } from '../../lib/format';
import { startLanguage } from '../../lib/i18n';
import { filled, filledDrawing } from './told';

const mark = (format: string, value: string) => `\uE000fmt:${format}|${value}\uE001`;

describe('values in the texts of a drawing', () => {
  const told = { t: startLanguage('en', 'de-DE').t, fiscalStart: 1 };
  beforeEach(() => setRegion('de-DE', 'en'));

  it('are written as the region does', () => {
    const text = `${mark('num', '2624')} of ${mark('num', '3155.5')}, ${mark('pct', '0.8215')}`;
    expect(filled(text, told)).toBe('2.624 of 3.155,5, 82,2\u00a0%');
    expect(filled(mark('decimal::2', '1.5'), told)).toBe('1,50');
    expect(filled(mark('day', '2026-11-22'), told)).toContain('2026');
  });

  it('stay JSON in an option', () => {
    const option = JSON.stringify({ name: `Goal "${mark('int', '9000')}"`, data: [1] });
    const read = (text: string) => JSON.parse(filledDrawing({ option: text, text: '', cells: [] }, told).option);
    expect(read(option)).toEqual({ name: 'Goal "9.000"', data: [1] });
  });

  it('are no names: what looks like one stays', () => {
    expect(filled('fmt:int|5 {{fmt:int|5}}', told)).toBe('fmt:int|5 {{fmt:int|5}}');
    expect(filled(mark('nothing', '5'), told)).toBe('5');
  });
});
