import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { drawn, eventually, figures, heard, launch, listen, marked, menu, open, show, tile } from './browser.mjs';
import { says } from './printed.mjs';
import { ask, command, demoIsWhole, firstRun } from './program.mjs';

describe('every shipped dashboard', () => {
  let browser;
  let page;
  let wrong;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await firstRun(page);
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await page.getByRole('heading', { name: 'Act by' }).waitFor();
    await demoIsWhole();
    await show(page, 'help');
    await page.reload();
    await drawn(page);
    await listen(page);
  });
  after(() => browser.close());

  const passport = () => page.getByRole('complementary', { name: 'Number passport' });

  it('tells on every tile of every tab what ask tells, drawn and as a table', async (t) => {
    const { dashboards } = command(['reports']);
    assert.ok(dashboards.length >= 9);
    const [{ account_key }] = ask({
      metrics: ['entitlements'],
      by: [{ dimension: 'account_key' }],
      sort: [{ by: 'entitlements', desc: true }],
      limit: 1,
    }).rows;
    const wrongTiles = [];
    const seen = { tabs: 0, tiles: 0, charts: 0, figures: 0 };
    for (const { name, about } of dashboards) {
      // Another dashboard may have a tile of the same title.
      const isOwn = (answer) =>
        answer !== undefined &&
        (!about ||
          answer.not_applied?.includes('account_key') ||
          JSON.stringify(answer.query).includes(JSON.stringify(account_key)));
      const route = about ? `account/${encodeURIComponent(account_key)}` : `dashboard/${name}`;
      await show(page, route);
      await drawn(page);
      const tabs = page.getByRole('tablist', { name: 'Tabs of the dashboard' }).getByRole('tab');
      const count = Math.max(1, await tabs.count());
      for (let at = 0; at < count; at++) {
        if (at > 0) {
          await tabs.nth(at).click();
          await eventually(() => tabs.nth(at).getAttribute('aria-selected'), 'true');
        }
        await drawn(page);
        await eventually(async () => [...(await heard(page)).values()].every(isOwn), true);
        const answers = await heard(page);
        assert.ok(answers.size > 0, `${name} ${at} asks nothing`);
        seen.tabs += 1;
        for (const [title, answer] of answers) {
          const checked = await checkTile(title, answer).catch((error) => ({ problems: [error.message], figures: 0 }));
          seen.tiles += 1;
          seen.charts += answer?.chart ? 1 : 0;
          seen.figures += checked.figures;
          for (const problem of checked.problems) wrongTiles.push(`${name} ${at} ${title}: ${problem}`);
        }
      }
    }
    t.diagnostic(JSON.stringify(seen));
    assert.deepEqual(wrongTiles, []);
    assert.ok(seen.tiles > 40 && seen.charts > 20 && seen.figures > 300, 'most tiles must hold figures');
  });

  /** checkTile compares a tile with the answer of its query by the command, and what is printed with the answer. */
  async function checkTile(title, answer) {
    if (!answer) return { problems: ['it was not asked'], figures: 0 };
    const { query, result, chart } = answer;
    const problems = [];
    const { rows, totals } = ask(query);
    if (JSON.stringify(totals) !== JSON.stringify(result.totals)) problems.push('ask tells other totals');
    const told = rows.map((row) => result.columns.map(({ name }) => row[name]));
    if (JSON.stringify(told) !== JSON.stringify(result.rows)) problems.push('ask tells something else');
    const region = tile(page, title);
    await region.scrollIntoViewIfNeeded();
    if (result.rows.length === 0) return { problems, figures: 0 };
    if (chart?.option) {
      const drawing = region.locator('[aria-roledescription="chart"]');
      await drawing.waitFor();
      if (!tells(await drawing.getAttribute('aria-label'), `${title}: ${chart.text}`)) problems.push('no text');
      await menu(page, title, 'Show as table');
    }
    const shown = await printed(region);
    if (chart?.option) await menu(page, title, 'Show as chart');
    let count = 0;
    for (const { row, column, text } of shown) {
      const at = result.columns.findIndex(({ name, type }) => name === column && type !== 'text' && type !== 'date');
      const value = result.rows[row]?.[at];
      if (at < 0 || (typeof value !== 'number' && value !== null)) continue;
      count += 1;
      // Amounts are counted in the smallest unit of their currency.
      const cents = result.columns[at].unit === 'minor' && value !== null ? value / 100 : value;
      if (!says(text, value) && !says(text, cents)) problems.push(`${column} of row ${row} is ${value}, not ${text}`);
    }
    return { problems: problems.slice(0, 3), figures: count };
  }

  /** tells compares a label with a text whose values the window writes: they stand between two marks. */
  function tells(label, text) {
    const parts = text.split(/\uE000[^\uE001]*\uE001/);
    let at = 0;
    return parts.every((part) => {
      const found = label.indexOf(part, at);
      at = found + part.length;
      return found >= 0;
    });
  }

  /** printed reads the figures of a tile, from its grid, or from its row of figures. */
  async function printed(region) {
    const table = region.locator('[role="grid"], [role="treegrid"]');
    const buttons = region.locator('button[aria-label*=": "]:not([aria-haspopup])');
    await table.or(buttons).or(region.locator('table')).first().waitFor();
    return (await table.count()) > 0 ? marked(table.first()) : [];
  }

  it('prints its row of figures as ask tells them', async () => {
    await show(page, 'help');
    await page.reload();
    await listen(page);
    await show(page, 'portfolio');
    const { query } = (await heard(page)).get('At a glance');
    const { rows, totals } = ask(query);
    const shown = await figures(page);
    const wanted = totals ?? Object.values(rows[0]);
    assert.ok(Object.keys(shown).length >= 6);
    for (const [label, text] of Object.entries(shown)) {
      assert.ok(
        wanted.some((value) => typeof value === 'number' && says(text, value)),
        `${label}: ${text}`,
      );
    }
  });

  it('explains the figures of each dashboard, shows the rows behind them, and leads back', async () => {
    for (const { name, about } of command(['reports']).dashboards) {
      if (about) continue;
      await show(page, `dashboard/${name}`);
      await drawn(page);
      const address = page.url();
      const explained = await firstExplained();
      assert.ok(explained, `${name} explains nothing`);
      await passport().getByRole('heading', { name: 'Rows behind it' }).waitFor();
      await passport()
        .getByRole('link', { name: /^(Open|Show) .*rows?$/ })
        .click();
      await page.getByRole('button', { name: 'Back', exact: true }).waitFor();
      await drawn(page);
      const sum = page.getByRole('region', { name: 'Filters and facts' }).getByRole('status');
      await sum.locator('b').waitFor();
      assert.doesNotMatch(await sum.innerText(), /do not|does not/, name);
      await page.getByRole('grid').locator('[role="gridcell"]').first().waitFor();
      await page.goBack();
      await passport().waitFor();
      await page.keyboard.press('Escape');
      await passport().waitFor({ state: 'detached' });
      await eventually(() => page.url().split('?')[0], address.split('?')[0]);
    }
  });

  /** firstExplained opens the passport of the first tile that has one, and returns its title. */
  async function firstExplained() {
    for (const button of await page.getByRole('button', { name: /: what can be done$/ }).all()) {
      await button.click();
      await page.getByRole('menuitem').first().waitFor();
      const entry = page.getByRole('menuitem', { name: 'Explain', exact: true });
      if ((await entry.count()) > 0) {
        await entry.click();
        return button.getAttribute('aria-label');
      }
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
    }
    return null;
  }

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
