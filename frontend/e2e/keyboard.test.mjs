import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { drawn, eventually, launch, open, opened } from './browser.mjs';
import { choose, focused, rings, tabTo, unseen } from './keyboard.mjs';
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

  const figure = () => page.getByRole('button', { name: /^Licenses sold: / });
  const panel = () => page.getByRole('complementary', { name: 'Number passport' });
  const title = (name) => page.getByRole('heading', { level: 1, name, exact: true });

  it('begins with the demo', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Open the demo' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Act by' }).waitFor();
    await demoIsWhole();
    await drawn(page);
  });

  it('goes past the rail', async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Act by' }).waitFor();
    await drawn(page);
    await tabTo(page, page.getByRole('button', { name: 'Skip to content' }));
    await page.keyboard.press('Enter');
    await tabTo(page, figure());
  });

  it('explains a figure, and closes what was opened', async () => {
    await page.keyboard.press('Enter');
    await panel().getByRole('heading', { name: 'Rows behind it' }).waitFor();
    await focused(panel());
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await focused(figure());
  });

  it('walks over a chart, and turns it into a table', async () => {
    const name = 'Licenses ending by month';
    const menu = page.getByRole('button', { name: `${name}: what can be done` });
    const chart = page.locator('[aria-roledescription="chart"]').first();
    await tabTo(page, menu);
    await tabTo(page, chart);
    await page.keyboard.press('ArrowRight');
    const said = chart.locator('[aria-live]');
    await eventually(async () => /Nov 2026|\w{3} 20\d\d.*\d/.test(await said.innerText()), true);
    await page.keyboard.press('Enter');
    await panel().getByRole('heading', { name: 'Rows behind it' }).waitFor();
    await page.keyboard.press('Escape');
    await focused(chart);
    await tabTo(page, menu, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await choose(page, 'Show as table');
    await page.getByRole('grid', { name }).waitFor();
  });

  it('reaches everything on the page and sees where it is', async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Act by' }).waitFor();
    await drawn(page);
    assert.deepEqual((await rings(page)).others, [], 'what shows a ring without the focus proves nothing');
    const stops = new Set();
    for (let pressed = 0; pressed < 200; pressed++) {
      await page.keyboard.press('Tab');
      await eventually(() => unseen(page), []);
      stops.add(await page.evaluate(() => document.activeElement.outerHTML.slice(0, 300)));
      if (await page.evaluate(() => document.activeElement === document.body)) break;
    }
    const kinds = ['_scroll_', 'aria-roledescription="chart"', 'role="gridcell"', 'Licenses sold: '];
    for (const kind of kinds)
      assert.ok(
        [...stops].some((html) => html.includes(kind)),
        kind,
      );
    assert.ok(stops.size < 150, 'the rows of a table must be one stop, not one each');
  });

  it('goes from section to section', async () => {
    for (const [key, name] of [
      ['1', 'Overview'],
      ['2', 'Accounts'],
      ['3', 'Dashboards'],
      ['4', 'Reports'],
      ['5', 'Notifications'],
      ['6', 'Rules'],
      ['7', 'Imports'],
      ['8', 'Settings'],
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
    const row = page.locator('[data-cell="0:0"]');
    const name = await row.getAttribute('title');
    await tabTo(page, row);
    await page.keyboard.press('w');
    const star = (pressed) => page.getByRole('button', { name: `Watch ${name}`, pressed });
    await star(true).waitFor();
    await page.keyboard.press('Enter');
    await title(name).waitFor();
    await tabTo(page, star(true));
    await page.keyboard.press('Enter');
    await star(false).waitFor();
    await page.keyboard.press('Enter');
    await star(true).waitFor();
    await eventually(() => command(['inbox']).items.some(({ state }) => state === 'open'), true);
  });

  it('reads the inbox and is done', async () => {
    await page.keyboard.press('Control+5');
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
    await page.getByText('Done by you.').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Reopen' }));
    await page.keyboard.press('Enter');
    await eventually(open, before);
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
