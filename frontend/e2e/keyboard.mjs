import assert from 'node:assert/strict';

import { eventually } from './browser.mjs';

/** tabTo presses Tab until an element has the focus, and checks that the focus is seen at each stop. */
export async function tabTo(page, target, key = 'Tab') {
  await target.waitFor({ state: 'attached' });
  for (let pressed = 0; pressed < 150; pressed++) {
    await page.keyboard.press(key);
    // What has just come in, such as a toast, may still be on its way into sight.
    await eventually(() => unseen(page), []);
    if (await isFocused(target)) return;
  }
  assert.fail(`${key} does not lead to ${target}`);
}

/** choose walks down an open menu to an entry and takes it. */
export async function choose(page, name) {
  const entry = page.getByRole('menuitem', { name, exact: true });
  await entry.waitFor();
  for (let pressed = 0; pressed < 20; pressed++) {
    if (await isFocused(entry)) return page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
  }
  assert.fail(`no key leads to ${name}`);
}

/** select walks down an open list to an option and takes it. */
export async function select(page, name) {
  const option = page.getByRole('option', { name, exact: true });
  await option.waitFor();
  for (let pressed = 0; pressed < 50; pressed++) {
    // Where the first key starts is up to the list, which may still be opening.
    if (await option.evaluate((node) => node.hasAttribute('data-combobox-selected'))) {
      await page.keyboard.press('Enter');
      return option.waitFor({ state: 'hidden' });
    }
    await page.keyboard.press('ArrowDown');
  }
  assert.fail(`no key leads to the option ${name}`);
}

/** focused waits until an element has the focus without a key. */
export async function focused(target) {
  await eventually(() => isFocused(target), true);
}

function isFocused(target) {
  return target.evaluate((node) => node === document.activeElement);
}

/** unseen names the element that has the focus where nothing shows it: no ring, or not in sight. */
export async function unseen(page) {
  const { focused, ringed, inSight } = await rings(page);
  return focused === '' || (ringed && inSight) ? [] : [focused];
}

/** rings says of the focused element whether a ring is drawn and in sight, and names others that have one without the focus. */
export function rings(page) {
  return page.evaluate(() => {
    // A radio button or a switch is drawn by its label; the ring of a drawing stands around it.
    const around = (node) => {
      const { content, borderStyle, borderWidth, position } = getComputedStyle(node, '::after');
      const border = borderStyle === 'solid' && Number.parseFloat(borderWidth) >= 2;
      return node.ariaRoleDescription !== null && content !== 'none' && position === 'absolute' && border;
    };
    // What is written on several lines is ringed by its frame.
    const framesOf = (node) => {
      const editor = node.closest('.cm-editor');
      return editor ? [editor, editor.parentElement] : [];
    };
    const ringOf = (node) =>
      [node, ...(node.labels ?? []), ...framesOf(node)].find((drawn) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(drawn);
        return (
          (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none' || around(drawn)
        );
      });
    const focused = document.activeElement;
    const box = (ringOf(focused) ?? focused).getBoundingClientRect();
    const named = (node) => (node === document.body ? '' : node.outerHTML.slice(0, 200));
    return {
      focused: named(focused),
      ringed: ringOf(focused) !== undefined,
      inSight: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
      others: [...document.querySelectorAll('a, button, input, [tabindex]')]
        .filter((node) => node !== focused && ringOf(node))
        .map(named),
    };
  });
}
