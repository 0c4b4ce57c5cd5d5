import assert from 'node:assert/strict';

/** tabTo presses Tab until an element has the focus, and checks that the focus is seen at each stop. */
export async function tabTo(page, target, key = 'Tab') {
  await target.waitFor({ state: 'attached' });
  for (let pressed = 0; pressed < 150; pressed++) {
    await page.keyboard.press(key);
    assert.deepEqual(await unseen(page), [], 'the focus cannot be seen');
    if (await target.evaluate((node) => node === document.activeElement)) return;
  }
  assert.fail(`${key} does not lead to ${target}`);
}

/** unseen names the element that has the focus where nothing shows it: no ring, or not in sight. */
export async function unseen(page) {
  const { focused, ringed, inSight } = await rings(page);
  return focused === '' || (ringed && inSight) ? [] : [focused];
}

/** rings says of the focused element whether a ring is drawn and in sight, and names others that have one without the focus. */
export function rings(page) {
  return page.evaluate(() => {
    // A radio button or a switch is drawn by its label.
    const ringOf = (node) =>
      [node, ...(node.labels ?? [])].find((drawn) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(drawn);
        return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
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
