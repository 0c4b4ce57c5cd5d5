import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, drawn, eventually, launch, open, opened, show } from './browser.mjs';
import { choose, focused, tabTo } from './keyboard.mjs';
import { withDemo } from './program.mjs';

/** renewals is the shipped dashboard that is changed, and restored. */
const renewals = 'Renewals';

describe('the editor of a dashboard', () => {
  let browser;
  let page;
  let wrong;
  let shipped;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    shipped = await kept();
  });
  after(() => browser.close());

  /** kept is the dashboard as the program has it. */
  const kept = async () => JSON.parse(await call(page, 'Library.Get', 'dashboard', 'renewals', 'en'));
  const button = (name) => page.getByRole('button', { name, exact: true });
  const handle = (n = 0) => page.getByRole('button', { name: /^Move or resize / }).nth(n);
  const edit = async () => {
    await show(page, 'dashboard/renewals/edit');
    await handle().waitFor();
  };
  const saved = async () => {
    await page.waitForURL((url) => url.hash.startsWith('#/dashboard/renewals') && !url.hash.includes('/edit'));
    await drawn(page);
    return kept();
  };
  const places = (dashboard) => dashboard.tabs[0].tiles.map(({ id, x, y, w, h }) => ({ id, x, y, w, h }));
  const listed = () => page.getByRole('row').filter({ has: page.getByRole('link', { name: renewals, exact: true }) });

  it('moves and sizes a tile by keyboard, and says so', async () => {
    await edit();
    await tabTo(page, handle());
    const title = (await handle().getAttribute('aria-label')).replace('Move or resize ', '');
    await page.keyboard.press('Enter');
    const said = page.getByText(`${title} taken.`);
    await said.waitFor({ state: 'attached' });
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText(new RegExp(`${title} put down`)).waitFor({ state: 'attached' });
    await button('Undo: move tile').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('“Renewals” saved').waitFor();
    const after = await kept();
    assert.notDeepEqual(places(after), places(shipped));
    assert.equal(after.tabs[0].tiles.length, shipped.tabs[0].tiles.length);
  });

  it('is restored as it was shipped, by keyboard', async () => {
    await show(page, 'dashboards');
    await listed().getByText('Changed by you').waitFor();
    await tabTo(page, button(`${renewals}: what can be done`));
    await page.keyboard.press('Enter');
    await choose(page, 'Restore original');
    await listed().getByText('Shipped').waitFor();
    assert.deepEqual(await kept(), shipped);
  });

  it('takes a step back and makes it again, up to where it began', async () => {
    await edit();
    const before = await page.getByRole('button', { name: /^Remove / }).count();
    await button('Add tile').click();
    await page.getByRole('menuitem', { name: 'Text' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('What to say at the renewal.');
    await button('Add tab').click();
    await page.getByRole('textbox', { name: 'Title of the tab' }).fill('Next year');
    await page.keyboard.press('Enter');
    const tabs = page.getByRole('tablist', { name: 'Tabs of the dashboard' });
    await tabs.getByRole('tab', { name: 'Next year' }).waitFor();
    for (let steps = 0; !(await button('Nothing to undo').isVisible()); steps++) {
      assert.ok(steps < 10, 'there must be an end');
      await page.getByRole('button', { name: /^Undo: / }).click();
    }
    assert.equal(await tabs.getByRole('tab', { name: 'Next year' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: /^Remove / }).count(), before);
    while (!(await button('Nothing to redo').isVisible())) await page.getByRole('button', { name: /^Redo: / }).click();
    await tabs.getByRole('tab', { name: 'Next year' }).waitFor();
    await button('Save').click();
    const after = await saved();
    assert.equal(after.tabs.at(-1).title, 'Next year');
    assert.equal(after.tabs[0].tiles.at(-1).text, 'What to say at the renewal.');
    await page.getByText('What to say at the renewal.').waitFor();
  });

  it('does not lose what is not saved', async () => {
    await edit();
    await handle().hover();
    await button(`Remove ${await titleOf(0)}`).click();
    await page.evaluate(() => {
      window.location.hash = '#/accounts';
    });
    const dialog = await opened(page);
    await dialog.getByText('The changes of this dashboard are not saved.').waitFor();
    await dialog.getByText('Keep editing', { exact: true }).click();
    await button('Undo: remove tile').waitFor();
    await page.evaluate(() => {
      window.location.hash = '#/accounts';
    });
    await (await opened(page)).getByRole('button', { name: 'Throw changes away' }).click();
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
    assert.equal((await kept()).tabs[0].tiles.at(-1).text, 'What to say at the renewal.');
  });

  it('drags a tile, and restores from within', async () => {
    await edit();
    const tile = page.locator('section').filter({ has: handle() }).first();
    const from = await handle().boundingBox();
    const place = () => tile.boundingBox();
    const { y } = await place();
    await page.mouse.move(from.x + 4, from.y + 4);
    await page.mouse.down();
    await page.mouse.move(from.x + 40, from.y + 560, { steps: 20 });
    await page.mouse.up();
    await button('Undo: move tile').waitFor();
    await eventually(async () => (await place()).y > y, true);
    await button('More ways to save').click();
    await page.getByRole('menuitem', { name: 'Restore original' }).click();
    assert.deepEqual(await saved(), shipped);
  });

  it('loses nothing where two windows change the same dashboard', async () => {
    const { page: other } = await open(browser);
    const title = (of) => of.getByRole('textbox', { name: 'Title', exact: true });
    const save = async (of, text) => {
      await title(of).fill(text);
      await of.keyboard.press('Control+s');
    };
    await edit();
    await show(other, 'dashboard/renewals/edit');
    await title(other).waitFor();
    await save(page, 'First');
    await page.getByText('“First” saved').waitFor();

    await save(other, 'Second');
    await other.getByRole('dialog', { name: '“Second” was changed elsewhere' }).waitFor();
    assert.equal((await kept()).title, 'First');
    await other.getByRole('button', { name: 'Reload theirs' }).click();
    await eventually(() => title(other).inputValue(), 'First');
    await save(other, 'Second');
    await eventually(async () => (await kept()).title, 'Second');

    await save(page, 'Third');
    await (await opened(page)).getByRole('button', { name: 'Overwrite' }).click();
    await eventually(async () => (await kept()).title, 'Third');

    await save(other, 'Fourth');
    await (await opened(other)).getByRole('button', { name: 'Keep mine as a copy' }).click();
    await other.waitForURL((url) => /^#\/dashboard\/d\d+\/edit$/.test(url.hash));
    assert.equal((await kept()).title, 'Third');
    const [, copy] = /dashboard\/(d\d+)/.exec(other.url());
    assert.equal(JSON.parse(await call(page, 'Library.Get', 'dashboard', copy, 'en')).title, 'Fourth');
    await other.context().close();
    await call(page, 'Library.Remove', 'dashboard', copy);
    await call(page, 'Library.Restore', 'dashboard', 'renewals');
  });

  it('begins a new one with nothing, and removes it', async () => {
    await show(page, 'dashboard/new/edit');
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Mine');
    await button('Add tile').click();
    await page.getByRole('menuitem', { name: 'Report', exact: true }).click();
    const gallery = await opened(page);
    await focused(gallery.getByRole('textbox').first());
    await page.keyboard.type('trials');
    const choice = gallery.getByRole('button', { name: /^Trials/ });
    await tabTo(page, choice);
    await page.keyboard.press('Enter');
    await tabTo(page, gallery.getByRole('button', { name: 'Add tile' }));
    await page.keyboard.press('Enter');
    await handle().waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('“Mine” saved').waitFor();
    await show(page, 'dashboards');
    await button('Mine: what can be done').click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await button('Mine: what can be done').waitFor({ state: 'detached' });
  });

  /** titleOf is the name of a tile. */
  async function titleOf(n) {
    return (await handle(n).getAttribute('aria-label')).replace('Move or resize ', '');
  }

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
