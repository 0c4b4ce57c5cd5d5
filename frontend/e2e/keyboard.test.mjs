import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { drawn, eventually, launch, open, opened } from './browser.mjs';
import { rings, tabTo, unseen } from './keyboard.mjs';
import { command, demoIsWhole, firstRun } from './program.mjs';

describe('by keyboard alone', () => {
  let browser;
  let page;
  let wrong;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await firstRun(page);
  });
  after(() => browser.close());

  const title = (name) => page.getByRole('heading', { level: 1, name, exact: true });

  it('begins with the demo', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Open the demo' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ending soon' }).waitFor();
    await demoIsWhole();
    await drawn(page);
  });

  it('goes past the rail', async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Ending soon' }).waitFor();
    await drawn(page);
    await tabTo(page, page.getByRole('button', { name: 'Skip to content' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('region', { name: 'Figures' }).getByRole('button').first());
  });

  it('explains a figure, and closes what was opened', async () => {
    await page.keyboard.press('Enter');
    await (await opened(page)).getByText('The quantity of entitlements that count').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('walks over a chart, and turns it into a table', async () => {
    const toggle = page.getByRole('button', { name: 'Licenses ending by month: show as table' });
    await tabTo(page, toggle);
    await tabTo(page, page.locator('[aria-roledescription="chart"]').first());
    await page.keyboard.press('ArrowRight');
    const said = page.locator('[aria-roledescription="chart"]').first().locator('[aria-live]');
    await eventually(async () => /^Month .+, Ends .+/.test(await said.innerText()), true);
    await tabTo(page, toggle, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Licenses ending by month, table' }).waitFor();
  });

  it('reaches everything on the page and sees where it is', async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Ending soon' }).waitFor();
    await drawn(page);
    assert.deepEqual((await rings(page)).others, [], 'what shows a ring without the focus proves nothing');
    const stops = new Set();
    for (let pressed = 0; pressed < 200; pressed++) {
      await page.keyboard.press('Tab');
      await eventually(() => unseen(page), []);
      stops.add(await page.evaluate(() => document.activeElement.outerHTML.slice(0, 300)));
      if (await page.evaluate(() => document.activeElement === document.body)) break;
    }
    const inTable = [...stops].filter((html) => html.includes('#/account/'));
    assert.ok(inTable.length > 1, 'neither endings nor accounts are reached');
    assert.ok(stops.size < 150, 'rows of the accounts table must be one stop, not one each');
  });

  it('goes from section to section', async () => {
    for (const [key, name] of [
      ['1', 'Portfolio'],
      ['2', 'Accounts'],
      ['3', 'Notifications'],
      ['4', 'Rules'],
      ['5', 'Imports'],
    ]) {
      await page.keyboard.press(`Control+${key}`);
      await title(name).waitFor();
    }
  });

  it('opens help with ?, but not while typing', async () => {
    await page.keyboard.press('?');
    await title('Help').waitFor();
    await page.keyboard.press('Control+2');
    await title('Accounts').waitFor();
    await page.getByLabel('Find in table').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('a?1');
    assert.equal(await page.getByLabel('Find in table').inputValue(), 'a?1');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByLabel('Find in table').inputValue(), '');
    await title('Accounts').waitFor();
    await page.keyboard.press('Escape');
  });

  it('opens an account, watches it and is told', async () => {
    const row = page.locator('tbody a').first();
    const name = (await row.innerText()).trim();
    await tabTo(page, row);
    await page.keyboard.press('Enter');
    await title(name).waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Watch', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Watching' }).waitFor();
    await eventually(() => command(['inbox']).items.some(({ state }) => state === 'open'), true);
  });

  it('reads the inbox and is done', async () => {
    await page.keyboard.press('Control+3');
    await page.getByText('Why this fired').waitFor();
    const open = () => command(['inbox']).items.filter(({ state }) => state === 'open').length;
    const before = open();
    await page.keyboard.press('s');
    await opened(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('e');
    await page.getByText('1 notification done').waitFor();
    assert.equal(open(), before - 1);
    await tabTo(page, page.getByRole('tab', { name: /^Open/ }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByText('Marked as done by you.').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Reopen' }));
    await page.keyboard.press('Enter');
    await eventually(open, before);
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
