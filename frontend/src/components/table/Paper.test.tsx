import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ResultColumn } from '../../api/metricTypes';
import { startLanguage } from '../../lib/i18n';
import { catalog } from '../../testing/catalog';
import { wordsOf } from '../catalog/words';
import type { CellContext } from './Cell';
import type { TableColumn } from './columns';
import { mostPrinted, Paper } from './Paper';
import type { RowSource, SourceRow } from './source';

const column: ResultColumn = { name: 'sold', type: 'number', format: 'integer', unit: '' };
const columns: TableColumn[] = [
  { id: 'sold', column, at: 0, title: 'Sold', kind: 'number', key: false, groups: [], rank: 0 },
];

function sourceOf(count: number, here: number): RowSource {
  const row = (i: number): SourceRow => ({ id: String(i), index: i, values: [i], query: {}, part: () => undefined });
  return {
    count,
    whole: count,
    at: (i) => (i < here ? row(i) : undefined),
    want: () => {},
    all: async (most) => Array.from({ length: Math.min(most, count) }, (_, i) => row(i)),
    paged: true,
  };
}

function paper(source: RowSource) {
  const { t } = startLanguage('en', 'en-GB');
  const words = wordsOf(catalog, t, { today: '2026-11-20', weekStart: 1, fiscalStart: 1 });
  const context: CellContext = {
    t,
    words,
    cells: [column],
    today: '2026-11-20',
    greatest: {},
    find: '',
    keys: () => ({}),
  };
  render(<Paper label="Sold" columns={columns} source={source} rules={[]} totals={[7]} context={context} />);
}

describe('a table on paper', () => {
  it('has rows that were never in sight, under a head that sheets repeat', async () => {
    paper(sourceOf(300, 20));
    expect(await screen.findByText('299')).toBeTruthy();
    expect(document.querySelectorAll('thead th')).toHaveLength(1);
    expect(screen.queryByText(/are printed/)).toBeNull();
  });

  it('ends after so many rows, and says so', async () => {
    paper(sourceOf(2500, 20));
    await screen.findByText('999');
    expect(document.querySelectorAll('tbody tr')).toHaveLength(mostPrinted + 1);
    expect(screen.getByText(/first 1,000 of 2,500 rows/)).toBeTruthy();
  });
});
