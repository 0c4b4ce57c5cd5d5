import { beforeEach, describe, expect, it } from 'vitest';

import type { Report } from '../../../api/reportTypes';
import { begin, reduce } from './draft';
import { forgetDraft, keepDraft, keptDraft } from './keep';

const stored: Report = {
  name: 'mine',
  title: 'Mine',
  query: { metrics: ['licenses_sold'] },
  visual: { show: 'table' },
};

describe('a draft that is kept over a reload', () => {
  beforeEach(() => sessionStorage.clear());

  it('comes back with its steps', () => {
    const draft = reduce(begin(stored, stored), { type: 'setLimit', limit: 3 });
    keepDraft('mine', draft);
    const back = keptDraft('mine', stored);
    expect(back?.report.query.limit).toBe(3);
    expect(back && reduce(back, { type: 'undo' }).report).toEqual(stored);
  });

  it('still starts from what it started from where something else was saved meanwhile', () => {
    const first = { ...stored, version: 'a' };
    keepDraft('mine', reduce(begin(first, first), { type: 'setLimit', limit: 3 }));
    const back = keptDraft('mine', { ...stored, version: 'b', title: 'Theirs' });
    expect(back?.base).toBe('a');
    expect(back?.report.title).toBe('Mine');
    expect(keptDraft('mine', first)?.base).toBe('a');
  });

  it('gives way to the store where nothing was changed', () => {
    keepDraft('mine', begin(stored, stored));
    const newer = { ...stored, title: 'Newer' };
    expect(keptDraft('mine', newer)?.report.title).toBe('Newer');
  });

  it.each(['', 'no JSON', '{}', '{"report":{"query":{},"visual":{}},"past":[],"future":[]}'])(
    'is none where it is %j',
    (text) => {
      sessionStorage.setItem('headroom.report.mine', text);
      expect(keptDraft('mine', stored)).toBeNull();
    },
  );

  it('is gone when it is forgotten', () => {
    keepDraft('mine', begin(stored, null));
    forgetDraft('mine');
    expect(keptDraft('mine', stored)).toBeNull();
  });
});
