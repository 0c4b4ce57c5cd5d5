import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { eventually, launch, open, show } from './browser.mjs';
import { withDemo } from './program.mjs';

/** scales are those of View › Zoom that are tried; 2 is the largest there is. */
const scales = [1, 1.5, 2];

/** far is how many of the page's own pixels may be between a button and what floats beside it. */
const far = 16;

describe('the page, magnified by View › Zoom', () => {
  let browser;
  let page;
  let wrong;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
  });
  after(() => browser.close());

  /** zoomed magnifies as the program does. */
  const zoomed = (scale) =>
    page.evaluate((to) => {
      document.documentElement.style.zoom = to;
    }, scale);

  /** floating are what opens beside something: where, what is pressed, and what comes. */
  const floating = {
    'the as-of calendar': ['dashboard/renewals', () => page.locator('header button[aria-haspopup="dialog"]').first()],
    'the dialog to compare': [
      'dashboard/renewals',
      () => page.locator('header').getByRole('button', { name: /^Compare/ }),
    ],
    'a control of a dashboard': ['dashboard/renewals', () => page.getByRole('button', { name: /^Product/ }).first()],
    'the menu of a dashboard': ['dashboard/renewals', () => page.getByRole('button', { name: /^Export/ }).first()],
    'a list to choose from': ['settings', () => page.getByRole('combobox').first()],
    'a list at the end of a page': ['settings/digest_days', () => page.locator('#digest_days')],
  };

  /** apart says how far what floats is from its target in the page's pixels, and how much of it is out of sight. */
  const apart = (target) =>
    target.evaluate((button) => {
      const { body } = document;
      const scale = body.getBoundingClientRect().width / body.offsetWidth;
      const id = button.getAttribute('aria-controls') ?? '';
      const found = [...document.querySelectorAll('[data-portal] [data-position], [data-position]')].filter(
        (one) => one.offsetWidth > 0,
      );
      const box = (document.getElementById(id)?.closest('[data-position]') ?? found.at(-1))?.getBoundingClientRect();
      if (!box) return null;
      const at = button.getBoundingClientRect();
      const gap = (a, b, c, d) => Math.max(0, a - d, c - b);
      return {
        gap: Math.max(gap(at.left, at.right, box.left, box.right), gap(at.top, at.bottom, box.top, box.bottom)) / scale,
        out: Math.max(0, -box.left, -box.top, box.right - window.innerWidth, box.bottom - window.innerHeight) / scale,
      };
    });

  const stands = ({ gap, out }) => gap <= far && out <= 1;

  /** beside opens something and says where it comes to stand. */
  const beside = async (route, find) => {
    await show(page, route);
    const target = find();
    await target.scrollIntoViewIfNeeded();
    await target.click();
    await eventually(async () => (await apart(target)) !== null, true);
    // It is placed once more when it is as large as it becomes, a frame later.
    await page.waitForFunction(() => document.getAnimations().length === 0);
    let where = await apart(target);
    for (let frames = 0; frames < 60 && !stands(where); frames++) {
      await page.evaluate(() => new Promise(requestAnimationFrame));
      where = await apart(target);
    }
    await page.keyboard.press('Escape');
    return where;
  };

  for (const scale of scales) {
    it(`puts what floats beside its button, in sight, at ${scale * 100} %`, async () => {
      await zoomed(scale);
      for (const [name, [route, find]] of Object.entries(floating)) {
        const { gap, out } = await beside(route, find);
        assert.ok(gap <= far, `${name} is ${gap} pixels away`);
        assert.ok(out <= 1, `${name} is ${out} pixels out of sight`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('would notice what is placed by the window’s pixels', async () => {
    await zoomed(2);
    const broken = await page.addStyleTag({ content: 'body { position: static !important; }' });
    const [route, find] = floating['the dialog to compare'];
    const { gap } = await beside(route, find);
    await broken.evaluate((style) => style.remove());
    assert.ok(gap > far, `it is ${gap} pixels away`);
  });

  it('finds in a drawing what is under the pointer, and says it there', async () => {
    const told = {};
    for (const scale of scales) {
      await zoomed(1);
      await show(page, 'dashboard/adoption');
      await zoomed(scale);
      const drawing = page.locator('[data-drawing]').first();
      await drawing.evaluate((box) => box.scrollIntoView({ block: 'center' }));
      await page.waitForFunction(() => document.getAnimations().length === 0);
      told[scale] = [];
      for (const part of [0.2, 0.5, 0.75]) {
        const { x, y, width, height } = await drawing.boundingBox();
        const at = [x + width * 0.7, y + height * part];
        await page.mouse.move(at[0] - 5, at[1]);
        await page.mouse.move(...at);
        const tip = page.locator('body > div').filter({ hasText: 'Enter explains' }).filter({ visible: true });
        const { x: left, y: top, width: wide, height: high } = await tip.boundingBox();
        const away = Math.max(left - at[0], at[0] - left - wide, top - at[1], at[1] - top - high) / scale;
        assert.ok(away <= 40, `at ${scale} the tooltip is ${away} pixels away`);
        told[scale].push((await tip.innerText()).split('\n')[0]);
      }
    }
    assert.equal(new Set(told[1]).size, 3);
    for (const scale of scales) assert.deepEqual(told[scale], told[1]);
  });

  it('resizes a column as far as the pointer moves', async () => {
    for (const scale of scales) {
      await zoomed(1);
      await show(page, 'accounts');
      await zoomed(scale);
      const head = page.locator('[data-head]').first();
      const before = await head.boundingBox();
      const x = before.x + before.width - 2;
      const y = before.y + before.height / 2;
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y, { steps: 6 });
      await page.mouse.up();
      const { width } = await head.boundingBox();
      assert.ok(Math.abs(width - before.width - 60) <= 3, `at ${scale}: ${width - before.width} instead of 60`);
    }
  });
});
