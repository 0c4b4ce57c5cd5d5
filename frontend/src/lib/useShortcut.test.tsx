import { fireEvent, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { resetKeys, setKeys } from './shortcuts';
import { listenToKeys, runShortcut, useShortcut } from './useShortcut';

const page = vi.fn();
const undo = vi.fn();
const palette = vi.fn();
const renewals = vi.fn();
const next = vi.fn();

function Page() {
  useShortcut('done', page);
  useShortcut('undo', undo);
  useShortcut('palette', palette);
  useShortcut('goRenewals', renewals);
  useShortcut('next', next);
  return (
    <>
      <input aria-label="field" />
      <input type="checkbox" aria-label="box" />
    </>
  );
}

let stop = () => {};
beforeEach(() => {
  vi.clearAllMocks();
  stop = listenToKeys();
});
afterEach(() => {
  stop();
  resetKeys();
});

const press = (target: Element | Document, key: string, held: KeyboardEventInit = {}) =>
  fireEvent.keyDown(target, { key, ...held });

describe('a shortcut', () => {
  it('runs by its key, and by the one the person chose instead', () => {
    render(<Page />);
    press(document.body, 'e');
    expect(page).toHaveBeenCalledTimes(1);
    setKeys('done', 'mod+d');
    press(document.body, 'e');
    expect(page).toHaveBeenCalledTimes(1);
    expect(press(document.body, 'd', { ctrlKey: true })).toBe(false);
    expect(page).toHaveBeenCalledTimes(2);
  });

  it('keeps still while one types, unless nothing is written with it', () => {
    const { getByLabelText } = render(<Page />);
    const field = getByLabelText('field');
    press(field, 'e');
    press(field, 'g');
    press(field, 'r');
    press(field, 'z', { ctrlKey: true });
    expect([page, undo, renewals].map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0]);
    press(field, 'k', { ctrlKey: true });
    expect(palette).toHaveBeenCalledTimes(1);
    press(getByLabelText('box'), 'e');
    expect(page).toHaveBeenCalledTimes(1);
  });

  it('keeps still while a character is composed, AltGr is held or a dialog is open', () => {
    const { rerender } = render(<Page />);
    press(document.body, 'e', { isComposing: true });
    press(document.body, 'e', { keyCode: 229 });
    press(document.body, 'k', { ctrlKey: true, altKey: true, modifierAltGraph: true });
    rerender(
      <>
        <Page />
        <div role="dialog" aria-modal="true" />
      </>,
    );
    press(document.body, 'e');
    expect(page).not.toHaveBeenCalled();
    expect(palette).not.toHaveBeenCalled();
  });

  it('may be a sequence, which lapses', () => {
    render(<Page />);
    press(document.body, 'g');
    press(document.body, 'r');
    expect(renewals).toHaveBeenCalledTimes(1);
    press(document.body, 'g');
    press(document.body, 'j');
    expect(next).toHaveBeenCalledTimes(1);
    press(document.body, 'r');
    expect(renewals).toHaveBeenCalledTimes(1);
  });

  it('asks the last who came first, and goes on where that one declines', () => {
    const inner = vi.fn(() => false);
    function Inner() {
      useShortcut('done', inner);
      return <Page />;
    }
    const { unmount } = render(<Inner />);
    press(document.body, 'e');
    expect(inner).toHaveBeenCalledTimes(1);
    expect(page).toHaveBeenCalledTimes(1);
    unmount();
    press(document.body, 'e');
    expect(page).toHaveBeenCalledTimes(1);
  });

  it('runs once where key and menu tell of one press', () => {
    render(<Page />);
    runShortcut('palette', 'keys', 1000);
    runShortcut('palette', 'menu', 1100);
    expect(palette).toHaveBeenCalledTimes(1);
    runShortcut('palette', 'menu', 1500);
    runShortcut('palette', 'menu', 1600);
    expect(palette).toHaveBeenCalledTimes(3);
  });
});
