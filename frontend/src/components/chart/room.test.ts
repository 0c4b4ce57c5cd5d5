import { describe, expect, it } from 'vitest';

import { textWidth } from '../../lib/measure';
import type { Option } from './formats';
import { withRoom } from './room';

const names = ['Microsoft 365 Business Premium', 'SharePoint and OneDrive', 'Visio Plan 2'];

/** bars is an option of lying bars with names at their side. */
function bars(data = names): Option {
  return {
    grid: { left: 0, right: 16, top: 12, bottom: 4, containLabel: true },
    xAxis: { type: 'value', min: 0, max: 20000, interval: 5000, axisLabel: { formatter: 'fmt:int' } },
    yAxis: { type: 'category', data, axisLabel: { width: 148, overflow: 'truncate' } },
    series: [{ type: 'bar', data: [1, 2, 3] }],
  };
}

interface Named {
  axisLabel: { formatter: (name: string, at: number) => string; interval?: number };
}

const sideOf = (option: Option) => {
  const { formatter } = (option.yAxis as Named).axisLabel;
  return names.map((name, at) => formatter(name, at));
};

describe('names at the side', () => {
  it('are whole where the drawing is wide', () => {
    expect(sideOf(withRoom(bars(), { width: 800, height: 300 }))).toEqual(names);
  });

  it('break into two lines where rows are high, and are cut where they are not', () => {
    expect(sideOf(withRoom(bars(), { width: 300, height: 300 }))).toEqual([
      'Microsoft 365\nBusiness Premium',
      'SharePoint and\nOneDrive',
      'Visio Plan 2',
    ]);
    const low = sideOf(withRoom(bars(), { width: 300, height: 100 }));
    expect(low).toEqual(['Microsoft 365 Bus…', 'SharePoint and On…', 'Visio Plan 2']);
  });

  it('never take more than their share', () => {
    for (const width of [180, 300, 520, 900]) {
      for (const text of sideOf(withRoom(bars(), { width, height: 300 })).flatMap((one) => one.split('\n'))) {
        expect(textWidth(text, 12)).toBeLessThanOrEqual(Math.max(72, width * 0.42));
      }
    }
  });
});

describe('an axis of values', () => {
  const interval = (width: number) => (withRoom(bars(), { width, height: 300 }).xAxis as { interval: number }).interval;

  it('has as many lines as their figures have room, the same number between all', () => {
    expect([interval(900), interval(300), interval(180)]).toEqual([5000, 10000, 20000]);
  });
});

describe('months below a drawing', () => {
  const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}-01`);
  const interval = (width: number) => {
    const option = { xAxis: { type: 'category', data: months, axisLabel: { formatter: 'fmt:month' } }, yAxis: {} };
    return (withRoom(option, { width, height: 200 }).xAxis as { axisLabel: { interval?: number } }).axisLabel.interval;
  };

  it('are all printed where they stand beside each other', () => {
    expect([interval(500), interval(300)]).toEqual([0, undefined]);
  });
});

describe('a legend', () => {
  const of = (data: string[], width: number) =>
    withRoom(
      { ...bars(), legend: { show: true, type: 'scroll', data }, grid: { top: 30 } },
      { width, height: 300 },
    ) as { legend: { type: string }; grid: { top: number } };

  it('takes the lines it needs, and what is drawn gives way', () => {
    const some = ['Exchange Online', 'Microsoft 365 Apps', 'Microsoft Teams', 'SharePoint and OneDrive'];
    const wide = of(some, 900);
    expect([wide.legend.type, wide.grid.top]).toEqual(['plain', 30]);
    const narrow = of(some, 320);
    expect([narrow.legend.type, narrow.grid.top]).toEqual(['plain', 47]);
  });

  it('turns pages only where it would fill the drawing', () => {
    const many = Array.from({ length: 24 }, (_, i) => `Workload number ${i}`);
    expect(of(many, 320).legend.type).toBe('scroll');
  });
});

describe('what rates are made of', () => {
  const base = (name: string) => ({
    type: 'category',
    position: 'right',
    offset: 0,
    name,
    data: ['3,531 of 4,184', '–', '7 of 9'],
  });
  const rates = (width: number) => {
    const option = bars();
    return withRoom(
      { ...option, yAxis: [option.yAxis, base('Deployment rate'), base('Bereitstellungsquote')] },
      { width, height: 300 },
    );
  };

  it('stands in columns, figures below figures, each wide enough for its head', () => {
    const option = rates(900);
    const [, first, second] = option.yAxis as { offset: number; axisLabel: Option; nameTextStyle: Option }[];
    expect(first?.axisLabel).toMatchObject({ align: 'right', inside: true });
    expect(first?.nameTextStyle).toMatchObject({ align: 'right' });
    const wide = (second?.offset ?? 0) - (first?.offset ?? 0);
    expect(wide).toBeGreaterThan(textWidth('Bereitstellungsquote', 11));
    expect((option.grid as { right: number }).right).toBeGreaterThan(second?.offset ?? 0);
  });

  it('is in the tooltip alone where bars would have no room', () => {
    expect([(rates(900).yAxis as []).length, (rates(380).yAxis as []).length]).toEqual([3, 1]);
  });
});
