import { describe, expect, it } from 'vitest';

import type { Dashboard, Tile } from '../../../api/reportTypes';
import { begin, isChanged, isWork, mostSteps, reduce } from './draft';
import { addControl, addTab, addTile, moved, removeTab, withControls } from './edits';
import { settled, sized, step } from './place';

const tile = (id: string, x: number, y: number, w: number, h: number): Tile => ({ id, x, y, w, h });
const sheet = [tile('a', 0, 0, 12, 2), tile('b', 0, 2, 6, 6), tile('c', 6, 2, 6, 4)];
const places = (tiles: Tile[]) => tiles.map(({ id, x, y, w, h }) => [id, x, y, w, h].join(' '));

/** overlaps are pairs of tiles that cover the same cell. */
function overlaps(tiles: Tile[]): string[] {
  return tiles.flatMap((a, i) =>
    tiles
      .slice(i + 1)
      .filter((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
      .map((b) => `${a.id} ${b.id}`),
  );
}

describe('a tile on the grid', () => {
  it('goes down past what is below it, and up again', () => {
    const down = step(sheet, 'a', 0, 1);
    expect(down.find((one) => one.id === 'a')?.y).toBeGreaterThan(0);
    const up = step(down, 'a', 0, -1);
    expect(up.find((one) => one.id === 'a')?.y).toBeLessThan(down.find((one) => one.id === 'a')?.y ?? 0);
  });

  it('stays where nothing can change', () => {
    expect(step(sheet, 'a', 0, -1)).toBe(sheet);
    expect(step(sheet, 'a', 1, 0)).toBe(sheet);
    expect(sized(sheet, 'a', 1, 0)).toBe(sheet);
  });

  it('is never smaller than what can be used', () => {
    expect(sized([tile('a', 0, 0, 2, 2)], 'a', -1, -1)).toEqual([tile('a', 0, 0, 2, 2)]);
  });

  it('never lies over another, whatever one does', () => {
    let tiles = sheet;
    const moves = [
      [0, 1],
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
      [1, 0],
      [0, 1],
      [0, 1],
    ] as const;
    for (const [index, [dx, dy]] of moves.entries()) {
      const id = ['a', 'b', 'c'][index % 3] ?? 'a';
      tiles = sized(step(tiles, id, dx, dy), id, dx === 0 ? 1 : -1, dy);
      expect(overlaps(tiles)).toEqual([]);
      expect(tiles.every((one) => one.x >= 0 && one.x + one.w <= 12)).toBe(true);
    }
  });

  it('leaves no gap above it', () => {
    expect(places(settled([tile('a', 0, 5, 4, 2)]))).toEqual(['a 0 0 4 2']);
  });
});

const empty: Dashboard = { title: 'New', tabs: [{ id: 'tab1', tiles: [] }] };

describe('a draft of a dashboard', () => {
  const rename = (title: string, field?: string) =>
    ({ type: 'change', name: 'rename', dashboard: { ...empty, title }, ...(field && { field }) }) as const;

  it('undoes and redoes', () => {
    const changed = reduce(begin(empty, empty), rename('A'));
    const back = reduce(changed, { type: 'undo' });
    expect(isChanged(changed)).toBe(true);
    expect(isChanged(back)).toBe(false);
    expect(back.future.at(-1)?.name).toBe('rename');
    expect(reduce(back, { type: 'redo' }).dashboard.title).toBe('A');
  });

  it('takes what is typed in one field as one step', () => {
    const typed = ['A', 'AB', 'ABC'].reduce(
      (draft, title) => reduce(draft, rename(title, 'title')),
      begin(empty, empty),
    );
    expect(typed.past).toHaveLength(1);
    expect(reduce(typed, { type: 'undo' }).dashboard.title).toBe('New');
  });

  it('remembers fifty steps', () => {
    let draft = begin(empty, empty);
    for (let i = 0; i < 60; i++) draft = reduce(draft, rename(String(i)));
    expect(draft.past).toHaveLength(mostSteps);
    for (let i = 0; i < 60; i++) draft = reduce(draft, { type: 'undo' });
    expect(draft.dashboard.title).toBe('9');
  });

  it('keeps what was changed while it was being saved', () => {
    const sent = reduce(begin(empty, null), rename('Sent'));
    const typed = reduce(sent, rename('Sent, and more'));
    const after = reduce(typed, {
      type: 'kept',
      dashboard: { ...empty, title: 'Sent', name: 'd1' },
      base: '1',
      sent: sent.dashboard,
    });
    expect([after.dashboard.title, after.dashboard.name, after.kept?.title, after.base]).toEqual([
      'Sent, and more',
      'd1',
      'Sent',
      '1',
    ]);
    expect(isChanged(after)).toBe(true);
  });

  it('is the same dashboard after a step from before it was kept is taken back', () => {
    const made = reduce(begin(empty, null), rename('Mine'));
    const kept = reduce(made, { type: 'kept', dashboard: { ...made.dashboard, name: 'd1' }, base: '1' });
    const back = reduce(kept, { type: 'undo' });
    expect(back.dashboard).toEqual({ ...empty, name: 'd1' });
    expect(isChanged(reduce(back, { type: 'redo' }))).toBe(false);
  });

  it('has nothing to save after it was saved', () => {
    const draft = reduce(begin(empty, null), { type: 'kept', dashboard: { ...empty, name: 'd1' }, base: '1' });
    expect(isChanged(draft)).toBe(false);
    expect(isChanged(begin(empty, null))).toBe(true);
    expect(isWork(begin(empty, null))).toBe(false);
    expect(isWork(reduce(begin(empty, null), rename('A')))).toBe(true);
    expect(isWork(begin(empty, empty))).toBe(false);
  });
});

describe('changes of a dashboard', () => {
  it('give every tile an id of its own', () => {
    let dashboard = addTab(empty, 'Second');
    dashboard = addTile(dashboard, 'tab1', { w: 6, h: 6, text: 'a' });
    dashboard = addTile(dashboard, 'tab2', { w: 6, h: 6, text: 'b' });
    expect(dashboard.tabs.map((tab) => tab.tiles.map((one) => one.id))).toEqual([['tile1'], ['tile2']]);
  });

  it('keep the last tab', () => {
    expect(removeTab(empty, 'tab1')).toBe(empty);
    expect(removeTab(addTab(empty, 'B'), 'tab1').tabs.map((tab) => tab.id)).toEqual(['tab2']);
  });

  it('let tiles forget a control that is gone', () => {
    const one = addControl(empty, { show: 'list', dimension: 'country' });
    const ignoring = { ...one, tabs: [{ id: 'tab1', tiles: [{ ...tile('a', 0, 0, 2, 2), ignores: ['control1'] }] }] };
    expect(withControls(ignoring, []).tabs[0]?.tiles[0]?.ignores).toEqual([]);
  });

  it.each([
    [0, 1, ['b', 'a', 'c']],
    [2, -1, ['a', 'c', 'b']],
    [0, -1, ['a', 'b', 'c']],
    [2, 1, ['a', 'b', 'c']],
  ])('move one of a list: %i by %i', (at, by, want) => {
    expect(moved(['a', 'b', 'c'], at, by)).toEqual(want);
  });
});
