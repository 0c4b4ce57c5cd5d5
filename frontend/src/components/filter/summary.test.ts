import { beforeAll, describe, expect, it } from 'vitest';

import type { Filter, Query } from '../../api/metricTypes';
import { setRegion } from '../../lib/format';
import { startLanguage, type T } from '../../lib/i18n';
import { catalog } from '../../testing/catalog';
import { type Words, wordsOf } from '../catalog/words';
import { clause } from './clause';
import { pieces, textOf } from './pieces';
import { summary } from './summary';

let t: T;
let words: Words;

beforeAll(() => {
  t = startLanguage('en', 'en-GB').t;
  setRegion('en-GB', 'en');
  words = wordsOf(catalog, t, { today: '2026-11-20', weekStart: 1, fiscalStart: 1 });
});

const end = (filter: Filter): Filter => ({ dimension: 'end_date', ...filter });
const country = (filter: Filter): Filter => ({ dimension: 'country', ...filter });
const licenses = (filter: Filter): Filter => ({ dimension: 'quantity', ...filter });

describe('a filter in words', () => {
  it.each<[Filter, string]>([
    [country({ op: 'eq', value: 'Italy' }), 'Country is Italy'],
    [country({ op: 'ne', value: 'Italy' }), 'Country is not Italy'],
    [country({ op: 'in', values: ['Germany', 'Italy', 'Japan'] }), 'Country is Germany, Italy or Japan'],
    [country({ op: 'in', values: ['Italy', null] }), 'Country is Italy or missing'],
    [country({ op: 'in', values: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] }), 'Country is a, b, c, d, e or 3 more'],
    [country({ op: 'not_in', values: ['Germany', 'Italy'] }), 'Country is not Germany or Italy'],
    [country({ op: 'contains', value: 'an' }), 'Country contains an'],
    [country({ op: 'not_contains', value: 'an' }), 'Country does not contain an'],
    [country({ op: 'starts_with', value: 'I' }), 'Country starts with I'],
    [country({ op: 'not_starts_with', value: 'I' }), 'Country does not start with I'],
    [country({ op: 'ends_with', value: 'y' }), 'Country ends with y'],
    [country({ op: 'not_ends_with', value: 'y' }), 'Country does not end with y'],
    [country({ op: 'is_empty' }), 'Country is empty'],
    [country({ op: 'not_empty' }), 'Country is not empty'],
    [country({ op: 'is_null' }), 'Country is missing'],
    [country({ op: 'not_null' }), 'Country is known'],
    [country({ op: 'all' as Filter['op'] }), 'Country is anything'],
    [country({ op: 'eq', value: '{{TEAM}}' }), 'Country is {{TEAM}}'],
    [{ dimension: 'auto_renew', op: 'in', values: ['yes'] }, 'Renews by itself is yes'],
    [licenses({ op: 'gt', value: 1000.5 }), 'Licenses is more than 1,000.5'],
    [licenses({ op: 'ge', value: 10 }), 'Licenses is at least 10'],
    [licenses({ op: 'lt', value: 10 }), 'Licenses is less than 10'],
    [licenses({ op: 'le', value: 10 }), 'Licenses is at most 10'],
    [licenses({ op: 'between', values: [10, 20] }), 'Licenses is from 10 to 20'],
    [licenses({ op: 'not_between', values: [10, 20] }), 'Licenses is not from 10 to 20'],
    [{ dimension: 'deployed_share', op: 'ge', value: 0.2 }, 'Licenses assigned, share is at least 20.0%'],
    [{ metric: 'deployment_rate', op: 'lt', value: 0.2 }, 'Deployment rate is less than 20%'],
    [{ metric: 'licenses_sold', op: 'gt', value: 1 }, 'Licenses sold is more than 1 license'],
    [end({ op: 'eq', value: '2026-11-20' }), 'End date is 20 Nov 2026'],
    [end({ op: 'gt', value: '2026-11-20' }), 'End date is after 20 Nov 2026'],
    [end({ op: 'ge', value: '2026-11-20' }), 'End date is on or after 20 Nov 2026'],
    [end({ op: 'lt', value: '2026-11-20' }), 'End date is before 20 Nov 2026'],
    [end({ op: 'le', value: '{{TODAY}}' }), 'End date is on or before {{TODAY}}'],
    [end({ op: 'between', values: ['2026-11-20', '2026-12-01'] }), 'End date is from 20 Nov 2026 to 1 Dec 2026'],
    [end({ op: 'eq', grain: 'quarter', value: '2026-10-01' }), 'quarter of End date is Q4 2026'],
    [end({ op: 'in', grain: 'month_of_year', values: [1, 3] }), 'month of the year of End date is January or March'],
    [end({ op: 'this', unit: 'day' }), 'End date is today (20 Nov 2026)'],
    [end({ op: 'this', unit: 'month' }), 'End date is in this month (Nov 2026)'],
    [end({ op: 'next', n: 90, unit: 'day' }), 'End date is in the next 90 days (20 Nov 2026 to 17 Feb 2027)'],
    [end({ op: 'last', n: 1, unit: 'week' }), 'End date is in the last week (16 Nov to 22 Nov 2026)'],
    [
      end({ op: 'last', n: 2, unit: 'month', rolling: true, excluded: true }),
      'End date is in the last 2 months, to the day, without the first (20 Sep to 19 Nov 2026)',
    ],
    [
      end({ op: 'next', n: 1, unit: 'year', from: '2028-01-01' }),
      'End date is in the next year, from 1 Jan 2028 (Jan 2028 to Dec 2028)',
    ],
    [end({ op: 'next', n: '{{WINDOW}}', unit: 'day' }), 'End date is in the next {{WINDOW}} days'],
    [end({ op: 'next', n: 2, unit: 'day', from: '{{START}}' }), 'End date is in the next 2 days, from {{START}}'],
    [
      {
        any: [
          country({ op: 'eq', value: 'Italy' }),
          { all: [licenses({ op: 'gt', value: 1 }), country({ op: 'is_null' })] },
        ],
      },
      'Country is Italy or (Licenses is more than 1 and Country is missing)',
    ],
  ])('%o', (filter, want) => {
    expect(textOf(clause(filter, words, t))).toBe(want.replaceAll('Sept', 'Sep'));
  });

  it('marks what was chosen, whatever it looks like', () => {
    const hostile = '<img src=x onerror=alert(1)> *{{name}}* $t(filter.group)';
    expect(pieces(clause(country({ op: 'eq', value: hostile }), words, t))).toEqual([
      { text: 'Country is ', strong: false },
      { text: hostile, strong: true },
    ]);
  });
});

describe('a query in words', () => {
  const text = (query: Query, told = words) =>
    summary(query, told, t)
      .map((piece) => piece.text)
      .join('');

  it.each<[Query, string]>([
    [
      {
        metrics: ['licenses_sold', 'licenses_unassigned'],
        by: ['account', 'product'],
        filter: {
          all: [end({ op: 'next', n: 90, unit: 'day' }), country({ op: 'in', values: ['Germany', 'Italy', 'Japan'] })],
        },
      },
      'Licenses sold and licenses unassigned by account and product, for entitlements, where end date is in the next 90 days (20 Nov 2026 to 17 Feb 2027) and country is Germany, Italy or Japan.',
    ],
    [{ metrics: ['licenses_sold'] }, 'Licenses sold, for entitlements.'],
    [
      { metrics: ['mine'], define: { metrics: [{ name: 'mine', metric: 'licenses_sold' }] } },
      'mine, for entitlements.',
    ],
    [
      { metrics: ['licenses_sold'], by: [{ dimension: 'end_date', grain: 'quarter' }], pivot: ['end_date'] },
      'Licenses sold by quarter of end date, for entitlements. With a column for each end date.',
    ],
    [
      { columns: ['account', 'quantity'], counting: true, filter: country({ op: 'is_null' }), limit: 1 },
      'Entitlements that count with account and licenses, where country is missing. At most 1 row.',
    ],
    [
      {
        metrics: ['licenses_sold'],
        by: ['account'],
        having: { metric: 'licenses_sold', op: 'gt', value: 10 },
        top: { dimension: 'account', n: 10, metric: 'licenses_sold', other: true },
        sort: [{ by: 'licenses_sold', desc: true }],
        scope: 'own',
        as_of: '2026-10-31',
        compare: { back: 3, unit: 'month' },
      },
      'Licenses sold by account, for entitlements. Only where licenses sold is more than 10 licenses. Only the 10 with the most licenses sold of account, and the others as one. Sorted by licenses sold (descending). Only under your own partner ids. As of 31 Oct 2026. Compared with 3 months earlier.',
    ],
    [
      { metrics: ['licenses_sold'], known_at: 12, compare: { known_at: 9 } },
      'Licenses sold, for entitlements. As known after import 12. Compared with what was known after import 9.',
    ],
  ])('%o', (query, want) => expect(text(query)).toBe(want));

  it('writes small what is no noun where nouns are large', () => {
    const within = { 'Licenses sold': 'licenses Sold' };
    const german: Words = { ...words, language: 'de', catalog: { ...catalog, within } };
    const query: Query = { metrics: ['deployment_rate', 'licenses_sold'], by: ['account'] };
    expect(text(query, german)).toBe('Deployment rate and licenses Sold by Account, for Entitlements.');
    expect(text(query, { ...german, catalog })).toContain('Deployment rate and Licenses sold by Account');
  });
});
