import { describe, expect, it } from 'vitest';

import type { Activity } from '../../api/ruleTypes';
import { wordsOf } from '../../components/catalog/words';
import { reasonText } from '../../components/reason';
import { startLanguage } from '../../lib/i18n';
import { catalog } from '../../testing/catalog';
import { told } from './history';
import { askingOf, linesOf, silenceOf } from './inbox';

const t = startLanguage('en', 'en-GB').t;
const words = wordsOf(catalog, t, { today: '2026-11-20', weekStart: 1, fiscalStart: 1 });

describe('linesOf', () => {
  const lines = linesOf(
    [
      { name: 'now', count: 2 },
      { name: 'later', count: 3 },
    ],
    5,
  );

  it('puts every item once, in order, below the heading of its group', () => {
    const all = Array.from({ length: lines.count }, (_, line) => lines.at(line));
    expect(all.map((line) => ('heading' in line ? line.heading : line.item))).toEqual(['now', 0, 1, 'later', 2, 3, 4]);
  });

  it('finds the line of every item', () => {
    for (let item = 0; item < 5; item++) expect(lines.at(lines.lineOf(item))).toEqual({ item });
  });

  it('has no headings where there are no groups', () => {
    const plain = linesOf([], 3);
    expect([plain.count, plain.at(0), plain.lineOf(2)]).toEqual([3, { item: 0 }, 2]);
  });
});

describe('askingOf', () => {
  const read = (query: string) => askingOf(new URLSearchParams(query), 'open');

  it('reads what narrows the list from the address', () => {
    expect(read('account=tenant:1&rule=3&severity=critical,notice&text= suite &sort=account')).toEqual({
      state: 'open',
      account: 'tenant:1',
      rule: 3,
      severity: ['critical', 'notice'],
      text: 'suite',
      sort: 'account',
    });
  });

  it('leaves out what an address written by hand got wrong', () => {
    expect(read('rule=-1&severity=urgent&text=%20&sort=luck')).toEqual({ state: 'open' });
    expect(read('rule=1.5&sort=urgency')).toEqual({ state: 'open' });
  });
});

describe('silenceOf', () => {
  it('is none until something is chosen', () => {
    expect(silenceOf({})).toBeNull();
    expect(silenceOf({ quiet_from: '18:00', quiet_until: '' })).toBeNull();
    expect(silenceOf({ quiet_from: '18:00', quiet_until: '18:00' })).toBeNull();
  });

  it('reads hours, weekends and holidays', () => {
    const settings = { quiet_from: '18:00', quiet_until: '08:00', quiet_weekends: 'yes', quiet_holidays: 'DE' };
    expect(silenceOf(settings)).toEqual({ from: '18:00', until: '08:00', weekends: true, holidays: true });
  });
});

describe('reasonText', () => {
  it.each([
    ['deployment_rate = 1.038 ≥ 0.9', 'Deployment rate = 103.8% ≥ 90.0%'],
    ['days_to_end = 14 ≤ 30', 'Days to end = 14 ≤ 30'],
    ['source gone since 2026-11-01', 'source gone since 2026-11-01'],
    ['unknown_thing = 3 > 2', 'unknown_thing = 3 > 2'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('writes %s as people read it', (reason, text) => {
    expect(reasonText(reason, words)).toBe(text);
  });
});

describe('told', () => {
  const line = (kind: Activity['kind'], detail: Activity['detail']): Activity => ({
    id: 1,
    at: '2026-11-20T08:00:00Z',
    rule: 1,
    kind,
    detail,
  });

  it.each([
    [line('fired', { reason: 'days_to_end = 14 ≤ 30' }), 'Fired. Days to end = 14 ≤ 30'],
    [line('delivered', { channel: 'desktop' }), 'Delivered. Desktop'],
    [line('delivered', { channel: 'webhook:ops' }), 'Delivered. Webhook “ops”'],
    [
      line('undelivered', { destination: 'desktop', reason: 'quiet_hours', until: '2026-11-21' }),
      'Held back. Desktop, quiet hours, until 21 Nov',
    ],
    [
      line('undelivered', { destination: 'mail', error: 'The login was refused.' }),
      'Not delivered. E-mail: The login was refused.',
    ],
    [line('answered', { to: 'done', reason: 'renewed by phone' }), 'Done by you. “renewed by phone”'],
    [line('answered', { to: 'snoozed', until: '2026-12-01' }), 'Snoozed by you until Tue 1 Dec'],
    [
      line('answered', { to: 'snoozed', until: 'import', reason: 'new list' }),
      'Snoozed by you until the next import: “new list”',
    ],
    [line('answered', { to: 'snoozed', until: { notice: '2026-12-10' } }), 'Snoozed by you until the last day to act'],
    [line('answered', { to: 'snoozed', until: { moved: 0.05 } }), 'Snoozed by you until the value moves'],
    [line('answered', { to: 'open' }), 'Open again. '],
    [line('resolved', { reason: 'renewed' }), 'Resolved. Renewed in a later import.'],
    [line('resolved', { reason: 'of a kind to come' }), 'Resolved. The condition no longer holds.'],
  ])('says a line of the log', (activity, text) => {
    const { what, more } = told(activity, words, '2026-11-20', t);
    expect(`${what} ${more}`).toBe(text);
  });
});
