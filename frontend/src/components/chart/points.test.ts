import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import type { Drawing } from '../../api/reportTypes';
import { setRegion } from '../../lib/format';
import { startLanguage } from '../../lib/i18n';
import { withSelection } from './dim';
import { type Option, withFormats } from './formats';
import { inked, inksOf, paletteOf } from './inks';
import { headOf, isSelected, linesOf, type Point, sentence, seriesOf, step, walked } from './points';
import { withRoom } from './room';
import { filledDrawing } from './told';

/** kept is a drawing as the program makes it (backend/chart/testdata). */
function kept(name: string): { drawing: Drawing; option: Option } {
  const file = resolve(__dirname, '../../../../backend/chart/testdata', `${name}.json`);
  const { option, text, cells } = JSON.parse(readFileSync(file, 'utf8'));
  const drawing = filledDrawing({ option: JSON.stringify(option), text, cells }, told);
  return { drawing, option: JSON.parse(drawing.option) };
}

const told = { t: startLanguage('en', 'en-GB').t, fiscalStart: 1 };

beforeEach(() => setRegion('en-GB'));

/** walk presses keys and says where each one led. */
function walk(name: string, keys: string[]) {
  const { drawing, option } = kept(name);
  let at: Point | null = null;
  return keys.map((key) => {
    at = step(key, at, drawing, option) ?? at;
    return at ? sentence({ option, told, words: undefined }, at) : '';
  });
}

describe('the keyboard', () => {
  it('walks along the category and between series, over gaps', () => {
    expect(walk('column', ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'End', 'Home'])).toEqual([
      'Nov 2026, no 60',
      'Dec 2026, no 820',
      'Dec 2026, yes 250',
      'Jan 2027, yes 180',
      'Jan 2027, yes 180',
      'Dec 2026, yes 250',
    ]);
  });

  it('walks up and down where the category is at the side, past what is not known', () => {
    expect(walk('bar', ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp'])).toEqual([
      'Collaboration Plus, Usage rate 112.0%',
      'Signature, Usage rate 94.4%',
      'Flow Simulation, Usage rate 41.8%',
      'Flow Simulation, Usage rate 41.8%',
      'Signature, Usage rate 94.4%',
    ]);
  });

  it('goes on from one year of a calendar to the next', () => {
    expect(walk('calendar', ['ArrowRight', 'ArrowRight', 'ArrowLeft'])).toEqual([
      '1 Jan 2025, Denials 3',
      '2 Jan 2026, Denials 9',
      '1 Jan 2025, Denials 3',
    ]);
  });

  it('leads nowhere by other keys', () => {
    const { drawing, option } = kept('line');
    expect([step('a', null, drawing, option), step('Tab', { series: 0, index: 0 }, drawing, option)]).toEqual([
      null,
      null,
    ]);
  });

  it('visits a bar beyond 100 % once', () => {
    const { drawing, option } = kept('bar');
    expect([drawing.cells.length, walked(drawing, option)]).toEqual([2, [0]]);
  });

  it.each([
    'area',
    'bar',
    'bar_pivot',
    'bar_tones',
    'box',
    'bullet',
    'calendar',
    'column',
    'column_share',
    'combo',
    'donut',
    'funnel',
    'gauge',
    'heatmap',
    'indicator',
    'line',
    'pie',
    'radar',
    'range',
    'rates',
    'sankey',
    'scatter',
    'spans',
    'treemap',
  ])('reaches and says every mark of %s', (name) => {
    const { drawing, option } = kept(name);
    const saying = { option, told, words: undefined };
    for (const series of walked(drawing, option)) {
      const marks = drawing.cells[series] ?? [];
      let at = step('Home', { series, index: marks.length }, drawing, option);
      const seen: number[] = [];
      while (at && at.series === series && !seen.includes(at.index)) {
        seen.push(at.index);
        const next = step('ArrowRight', at, drawing, option);
        const along =
          next?.series === series && next.index !== at.index ? next : step('ArrowDown', at, drawing, option);
        at = along;
      }
      expect(seen).toEqual(marks.flatMap((mark, i) => (mark ? [i] : [])));
      for (const index of seen) {
        expect(headOf(saying, { series, index })).not.toBe('');
        expect(linesOf(saying, { series, index }).map((line) => line.text)).not.toContain('undefined');
      }
    }
  });
});

describe('a selection', () => {
  it('is what all keys agree with', () => {
    const mark = { row: 0, metric: 'm', keys: { country: null, product: 'A' } };
    expect(isSelected(mark, [{ product: 'A' }])).toBe(true);
    expect(isSelected(mark, [{ product: 'A', country: null }])).toBe(true);
    expect(isSelected(mark, [{ product: 'A', country: 'DE' }])).toBe(false);
    expect(isSelected(mark, [{ account: 'x' }])).toBe(false);
    expect(isSelected(mark, [{}])).toBe(false);
    expect(isSelected(null, [{ product: 'A' }])).toBe(false);
  });

  it('fades the others to 35 %', () => {
    const { drawing, option } = kept('pie');
    const opacity = (selected: Record<string, string>[]) =>
      seriesOf(withSelection(option, drawing, selected))[0]?.data?.map(
        (one) => (one as { itemStyle: Option }).itemStyle.opacity,
      );
    expect(opacity([{ product: 'Signature' }])).toEqual([0.35, undefined, 0.35, 0.35]);
    expect(opacity([{ product: 'Nothing of it' }])).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('colours', () => {
  const inks = inksOf(paletteOf('light', 'usual'), 'light', 'usual');

  it.each([
    'area',
    'bar_tones',
    'bullet',
    'calendar',
    'column',
    'gauge',
    'heatmap',
    'radar',
    'sankey',
    'spans',
    'treemap',
  ])('of %s are all known', (name) => {
    const text = JSON.stringify(inked(kept(name).option, inks));
    expect(text.match(/ink:\w+/g)).toBeNull();
  });

  it('are replaced where a colour stands and nowhere else', () => {
    expect(inked({ data: ['ink:over'], name: 'ink:over', itemStyle: { color: 'ink:over' } }, inks)).toEqual({
      data: ['ink:over'],
      name: 'ink:over',
      itemStyle: { color: '#bf7622' },
    });
  });
});

describe('room', () => {
  it('is shared by the names below a drawing', () => {
    const option = { xAxis: { type: 'category', data: ['a', 'b'], axisLabel: {} }, yAxis: { type: 'value' } };
    expect(withRoom(option, { width: 300, height: 200 }).xAxis).toEqual({
      type: 'category',
      data: ['a', 'b'],
      axisLabel: { width: 98, interval: 0, hideOverlap: false },
    });
    expect(withRoom(option, { width: 0, height: 0 })).toBe(option);
  });
});

describe('formats of a drawing', () => {
  it('leave no name of ours behind', () => {
    for (const name of ['column', 'column_share', 'gauge', 'heatmap', 'pie', 'rates', 'sankey', 'spans', 'treemap']) {
      const left: string[] = [];
      JSON.stringify(withFormats(kept(name).option, told), (key, value) => {
        if ((key === 'formatter' || key === 'renderItem') && typeof value === 'string') left.push(value);
        return value;
      });
      expect(left).toEqual([]);
    }
  });
});
