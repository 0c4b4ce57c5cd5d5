import { describe, expect, it } from 'vitest';

import type { Ask, Guess, Inspection, Mapping } from '../../../api/importTypes';
import {
  becomesOf,
  emptyMapping,
  fieldsOf,
  habitGuesses,
  isReady,
  nothingSaid,
  questions,
  shownColumns,
  taken,
  withColumn,
  withDataset,
  withGuess,
} from './said';

const mapping: Mapping = {
  dataset: 'entitlements',
  class: 'E',
  columns: { Kunde: 'account', Produkt: 'product', Ende: 'end_date' },
  key: ['account', 'product'],
  date_order: '',
  decimal: '',
  end: '',
  source: 'renewals',
  constants: {},
  custom: ['Notiz'],
};

const found: Inspection = {
  path: '/a/renewals.csv',
  file: 'renewals.csv',
  size: 1,
  guesses: [],
  header: ['Kunde', 'Produkt', 'Ende', 'Notiz'],
  columns: [],
  lines: [],
  preview: [],
  profiles: [],
  profile: 'generic',
  title: '',
  dataset: 'entitlements',
  class: 'E',
  row: '',
  as_of: '',
  mapping,
  drift: [],
  keys: [],
  asks: [],
  advice: [],
};

const order: Ask = { name: 'date_order', column: 'Ende', reason: '', choices: ['dmy', 'mdy'], samples: [] };
const guess = (part: Partial<Guess>): Guess => ({
  name: 'account',
  value: '',
  reason: '',
  confidence: 'likely',
  choices: [],
  ...part,
});

describe('what a column becomes', () => {
  it('is a field, which no other column has then', () => {
    const next = withColumn(mapping, 'Notiz', 'product');
    expect(becomesOf(next, 'Notiz')).toBe('product');
    expect(becomesOf(next, 'Produkt')).toBe('');
    expect(next.custom).toEqual([]);
  });

  it('is kept or left out', () => {
    const kept = withColumn(mapping, 'Ende', 'custom');
    expect(becomesOf(kept, 'Ende')).toBe('custom');
    expect(becomesOf(withColumn(kept, 'Ende', ''), 'Ende')).toBe('');
  });

  it('takes the key back that it was part of, and leaves another', () => {
    expect(withColumn(mapping, 'Produkt', '').key).toBeNull();
    expect(withColumn(mapping, 'Ende', '').key).toEqual(['account', 'product']);
  });
});

describe('the dataset', () => {
  it('keeps the fields it has a place for; the others are kept beside, or left out', () => {
    const accounts = withDataset(mapping, 'accounts');
    expect(accounts.columns).toEqual({ Kunde: 'account' });
    expect(accounts.custom).toEqual(['Produkt', 'Ende', 'Notiz']);
    const usage = withDataset(mapping, 'usage');
    expect(usage.columns).toEqual({ Kunde: 'account', Produkt: 'product', Ende: '', Notiz: '' });
    expect(usage.custom).toEqual([]);
    expect(usage.class).toBe('');
  });

  it('begins with everything kept, and a source named by the words of the file', () => {
    const start = emptyMapping('/a/Renewals 2026-11 (2).csv', ['Kunde', ''], 'entitlements');
    expect(start.source).toBe('Renewals');
    expect(start.custom).toEqual(['Kunde']);
    expect(emptyMapping('u.csv', ['one'], 'usage').columns).toEqual({ one: '' });
  });

  it('has no field twice', () => {
    for (const dataset of ['entitlements', 'usage', 'accounts', 'deployment', 'feature_usage', 'support_requests']) {
      expect(new Set(fieldsOf(dataset)).size).toBe(fieldsOf(dataset).length);
    }
  });
});

describe('what is said', () => {
  it('takes over what was remembered, when the mapping is said aloud', () => {
    const guesses = [
      guess({ value: 'Alpha' }),
      guess({ name: 'date_order', column: 'Ende', value: 'dmy' }),
      guess({ name: 'encoding', value: 'utf-8' }),
    ];
    const said = taken(nothingSaid, { ...found, guesses });
    expect(said.mapping).toBe(mapping);
    expect(said.account).toBe('Alpha');
    expect(said.habits).toEqual({ Ende: { date_order: 'dmy' } });
    expect(said.reading).toEqual({});
  });

  it('does not overrule the person', () => {
    const said = { ...nothingSaid, account: 'Beta', habits: { Ende: { date_order: 'mdy' } } };
    const guesses = [guess({ value: 'Alpha' }), guess({ name: 'date_order', column: 'Ende', value: 'dmy' })];
    const next = taken(said, { ...found, guesses });
    expect(next.account).toBe('Beta');
    expect(next.habits.Ende?.date_order).toBe('mdy');
  });

  it('is nothing more for an export that is known, but how its columns were renamed', () => {
    const { mapping: _, ...known } = { ...found, profile: 'ms.pc.customers' };
    expect(taken(nothingSaid, known)).toBe(nothingSaid);
    expect(taken(nothingSaid, { ...known, mapping })).toEqual({
      ...nothingSaid,
      profile: 'ms.pc.customers',
      mapping,
    });
  });

  it('forgets the columns when the file is read otherwise', () => {
    const said = { ...nothingSaid, mapping, habits: { Ende: { date_order: 'dmy' } } };
    const next = withGuess(said, 'delimiter', ';');
    expect(next).toMatchObject({ mapping: null, habits: {}, reading: { delimiter: ';' } });
    expect(withGuess(said, 'header', '3').reading.header).toBe(3);
    expect(withGuess(said, 'as_of', '2026-10-31')).toMatchObject({ mapping, asOf: '2026-10-31' });
    expect(withGuess(said, 'container', 'zip')).toBe(said);
  });
});

describe('questions', () => {
  it('stay with their answer, in their order', () => {
    const account: Ask = { name: 'account', reason: '', choices: [], samples: [] };
    const answered = withGuess(nothingSaid, 'date_order', 'dmy', 'Ende');
    expect(questions([order, account], [account], answered)).toEqual([order, account]);
  });

  it('go when they are no question any more', () => {
    expect(questions([order], [], nothingSaid)).toEqual([]);
  });

  it('must be answered before the check', () => {
    expect(isReady(found)).toBe(true);
    expect(isReady({ ...found, asks: [order] })).toBe(false);
    expect(isReady({ ...found, profile: '' })).toBe(false);
  });
});

describe('shown columns', () => {
  const column = { samples: [], shape: 'text', reason: 'header', detail: 'why', confidence: 'likely' as const };
  const columns = [
    { ...column, name: 'Kunde', becomes: 'account' },
    { ...column, name: 'Produkt', becomes: 'product' },
  ];
  it('keep their reason until the person says otherwise', () => {
    const first = { ...found, columns };
    const said = { ...nothingSaid, mapping: withColumn(mapping, 'Produkt', 'sku') };
    const [kunde, produkt] = shownColumns({ ...found, columns }, first, said);
    expect(kunde).toMatchObject({ reason: 'header', confidence: 'likely' });
    expect(produkt).toMatchObject({ becomes: 'sku', reason: 'said', confidence: 'certain' });
  });

  it('show how they write dates, as guessed and then as said', () => {
    const guesses = [guess({ name: 'date_order', column: 'Ende', value: 'dmy' })];
    expect(habitGuesses('Ende', guesses, nothingSaid)).toEqual(guesses);
    const said = withGuess(nothingSaid, 'date_order', 'mdy', 'Ende');
    expect(habitGuesses('Ende', guesses, said)).toMatchObject([{ value: 'mdy', reason: 'said' }]);
    expect(habitGuesses('Kunde', guesses, said)).toEqual([]);
  });
});
