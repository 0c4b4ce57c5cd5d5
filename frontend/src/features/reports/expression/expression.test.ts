import { describe, expect, it } from 'vitest';

import { offersAt, type Vocabulary } from './complete';
import { activeArgument, argumentsOf, bracketed, callAt, columnIn, localForm, tokenize } from './tokens';

const kinds = (text: string, comma = false) =>
  tokenize(text, comma).map(({ kind, from, to }) => [kind, text.slice(from, to)]);

describe('the tokenizer', () => {
  it.each<[string, boolean, [string, string][]]>([
    [
      'IF([a] >= 1.5, "x", 2)',
      false,
      [
        ['function', 'IF'],
        ['open', '('],
        ['column', '[a]'],
        ['operator', '>='],
        ['number', '1.5'],
        ['separator', ','],
        ['string', '"x"'],
        ['separator', ','],
        ['number', '2'],
        ['close', ')'],
      ],
    ],
    [
      'ROUND([a] * 1,5; 2)',
      true,
      [
        ['function', 'ROUND'],
        ['open', '('],
        ['column', '[a]'],
        ['operator', '*'],
        ['number', '1,5'],
        ['separator', ';'],
        ['number', '2'],
        ['close', ')'],
      ],
    ],
    [
      '"19"" rack" // end',
      false,
      [
        ['string', '"19"" rack"'],
        ['comment', '// end'],
      ],
    ],
    [
      '[a]]b] <> {{NAME}}',
      false,
      [
        ['column', '[a]]b]'],
        ['operator', '<>'],
        ['token', '{{NAME}}'],
      ],
    ],
    ['[open', false, [['column', '[open']]],
    ['"open', false, [['string', '"open']]],
    [
      'a § b',
      false,
      [
        ['name', 'a'],
        ['wrong', '§'],
        ['name', 'b'],
      ],
    ],
    [
      '1e6-.5',
      false,
      [
        ['number', '1e6'],
        ['operator', '-'],
        ['number', '.5'],
      ],
    ],
  ])('takes %j apart', (text, comma, want) => expect(kinds(text, comma)).toEqual(want));

  it('loses no character, whatever is written', () => {
    for (const text of ['[[]]"', '{{', '))((', 'ü[é]"日本"//\n1', ';,;']) {
      const pieces = tokenize(text, false);
      expect(pieces.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text.replace(/\s/g, ''));
    }
  });

  it('writes columns and reads them', () => {
    expect(bracketed('custom.Go [live]')).toBe('[custom.Go [live]]]');
    expect(columnIn('[custom.Go [live]]]')).toBe('custom.Go [live]');
  });

  it('turns what is kept into the form of a region with a decimal comma', () => {
    expect(localForm('ROUND([a,b] * 1.5, 2) // 1.5, 2', true)).toBe('ROUND([a,b] * 1,5; 2) // 1.5, 2');
    expect(localForm('ROUND([a] * 1.5, 2)', false)).toBe('ROUND([a] * 1.5, 2)');
  });
});

describe('the function at hand', () => {
  it.each<[string, boolean, ReturnType<typeof callAt>]>([
    ['IF(', false, { name: 'IF', argument: 0 }],
    ['IF([a] > 1, ', false, { name: 'IF', argument: 1 }],
    ['IF(ROUND(1,5; 2); ', true, { name: 'IF', argument: 1 }],
    ['IF(ROUND(1.5, ', false, { name: 'ROUND', argument: 1 }],
    ['IF((1 + ', false, { name: 'IF', argument: 0 }],
    ['if(1, 2)', false, null],
    ['[a] + ', false, null],
  ])('in %j', (text, comma, want) => expect(callAt(text, text.length, comma)).toEqual(want));

  it('has its argument made strong, what repeats too', () => {
    expect(argumentsOf('AND(condition, condition, …)')).toEqual(['condition', 'condition', '…']);
    expect(activeArgument('AND(condition, condition, …)', 7)).toBe(2);
    expect(activeArgument('IF(condition, then, else)', 3)).toBe(-1);
    expect(argumentsOf('TODAY()')).toEqual([]);
  });
});

describe('completion', () => {
  const vocabulary: Vocabulary = {
    columns: [
      { name: 'quantity', label: 'Quantity', words: 'Licenses sold' },
      { name: 'end_date', label: 'End date', words: '' },
    ],
    tokens: [{ name: 'WINDOW', label: 'WINDOW', words: '' }],
    functions: [
      { name: 'IF', class: 'logic', signature: 'IF(condition, then, else)', words: '', example: '' },
      { name: 'IFS', class: 'logic', signature: 'IFS(condition, value, …)', words: '', example: '' },
      { name: 'TODAY', class: 'date', signature: 'TODAY()', words: '', example: '' },
    ],
    decimalComma: false,
  };
  const texts = (text: string, place = text.length, asked = false) =>
    offersAt(text, place, vocabulary, asked)?.list.map((one) => one.text);

  it.each<[string, string[] | undefined]>([
    ['[', ['[quantity]', '[end_date]']],
    ['[end', ['[end_date]']],
    ['[date', ['[end_date]']],
    ['[quantity]', undefined],
    ['i', ['IF()', 'IFS()', '[quantity]']],
    ['1 + qua', ['[quantity]']],
    ['{{W', ['{{WINDOW}}']],
    ['"i', undefined],
    ['// i', undefined],
    ['1', undefined],
    ['', undefined],
    ['zzz', undefined],
  ])('offers after %j', (text, want) => expect(texts(text)).toEqual(want));

  it('offers everything where it is asked for', () => expect(texts('', 0, true)).toHaveLength(5));

  it('takes the place of the whole word and goes on inside the brackets', () => {
    const found = offersAt('IF([quan] > 1)', 8, vocabulary, false);
    expect(found).toMatchObject({ from: 3, to: 9, list: [{ text: '[quantity]', back: 0 }] });
    expect(offersAt('TOD', 3, vocabulary, false)?.list[0]).toMatchObject({ text: 'TODAY()', back: 0 });
    expect(offersAt('IFS', 3, vocabulary, false)?.list[0]).toMatchObject({ text: 'IFS()', back: 1 });
    expect(offersAt('I(1)', 1, vocabulary, false)?.list[0]).toMatchObject({ text: 'IF', back: 0 });
  });

  it('writes signatures with the separator of the person', () => {
    const found = offersAt('IF', 2, { ...vocabulary, decimalComma: true }, false);
    expect(found?.list[0]?.detail).toBe('IF(condition; then; else)');
  });
});
