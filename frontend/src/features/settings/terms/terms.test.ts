import { describe, expect, it } from 'vitest';

import { agreedOn, noTerms, readAgreed, readTerms, subjectOf, subjectsOf, writeAgreed, writeTerms } from './terms';

describe('terms of notice', () => {
  it('are taken apart and written as the program keeps them', () => {
    for (const text of [
      '',
      'notice 3 months',
      'notice 1 month, order 10 working days, window 7 days, told window, calendar DE',
      'calendar account',
    ]) {
      expect(writeTerms(readTerms(text))).toBe(text);
    }
  });

  it('leave out what cannot be read', () => {
    expect(readTerms('notice soon, calendar DE')).toEqual({ ...noTerms, calendar: 'DE' });
  });

  it('are a list, or nothing', () => {
    expect(readAgreed('[{"vendor":"Nordvik","terms":"notice 3 months"}]')).toEqual([
      { vendor: 'Nordvik', terms: 'notice 3 months' },
    ]);
    expect(readAgreed('{')).toEqual([]);
    expect(readAgreed(undefined)).toEqual([]);
    expect(writeAgreed([])).toBe('');
  });

  it('are of what says most', () => {
    expect(subjectOf({ vendor: 'A', product: 'B' })).toEqual({ subject: 'product', name: 'B' });
    expect(subjectOf({})).toEqual({ subject: 'all', name: '' });
  });

  it('that are of several keep the others when one is changed', () => {
    const agreed = { product: 'Suite', source: 'FlexNet', terms: 'notice 3 months' };
    expect(subjectsOf(agreed)).toEqual([
      { subject: 'product', name: 'Suite' },
      { subject: 'source', name: 'FlexNet' },
    ]);
    expect(agreedOn(agreed, 'product', 'Suite Pro')).toEqual({ product: 'Suite Pro', source: 'FlexNet' });
    expect(agreedOn(agreed, 'vendor', 'Nordvik')).toEqual({ vendor: 'Nordvik', source: 'FlexNet' });
    expect(agreedOn(agreed, 'all', '')).toEqual({});
    expect(agreedOn(undefined, 'vendor', 'Nordvik')).toEqual({ vendor: 'Nordvik' });
  });
});
