import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, drawn, eventually, launch, open, show } from './browser.mjs';
import { plus } from './printed.mjs';
import { ask, command, withDemo } from './program.mjs';

describe('watching and the inbox', () => {
  let browser;
  let page;
  let wrong;
  let today;
  let account;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    ({ today } = await call(page, 'System.Status'));
    // The account with most that ends within 90 days has most to tell.
    [account] = ask({
      metrics: ['entitlements_ending'],
      by: [{ dimension: 'account_key' }, { dimension: 'account' }],
      filter: { dimension: 'end_date', op: 'between', values: [today, plus(today, 90)] },
      sort: [{ by: 'entitlements_ending', desc: true }],
    }).rows;
  });
  after(() => browser.close());

  const items = () => command(['inbox']).items.filter(({ account_key }) => account_key === account.account_key);
  const inState = (state) => items().filter((item) => item.state === state);
  const star = (pressed) => page.getByRole('banner').getByRole('button', { name: `Watch ${account.account}`, pressed });
  const told = () => new RegExp(`^${inState('open').length} open notifications?$`);
  const tab = (name) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
  const counted = async (name) => Number((await tab(name).innerText()).replace(/\D/g, ''));

  it('adds the usual rules to what is watched first, and tells what they find', async () => {
    assert.deepEqual(command(['rules']).rules, []);
    assert.deepEqual(inState('open'), []);
    await show(page, `account/${encodeURIComponent(account.account_key)}`);
    await star(false).click();
    await star(true).waitFor();
    await eventually(
      () => inState('open').filter(({ template }) => template === 'ends_within').length,
      account.entitlements_ending,
    );
    assert.deepEqual(
      command(['rules'])
        .rules.map(({ template }) => template)
        .sort(),
      ['ends_within', 'usage_over'],
    );
    await page.getByRole('link', { name: told() }).waitFor();
    await page.reload();
    await star(true).waitFor();
  });

  it('lists them in the inbox', async () => {
    await page.keyboard.press('Control+5');
    await page.getByText('Why this fired').waitFor();
    assert.equal(await counted('Open'), inState('open').length);
    const rail = page.getByRole('navigation').getByRole('link', { name: /Notifications/ });
    assert.match(await rail.innerText(), new RegExp(`\\b${inState('open').length}\\b`));
  });

  it('is done with one and opens it again', async () => {
    const before = await counted('Open');
    await page.getByRole('article').getByRole('button', { name: /^Done/ }).click();
    await page.getByText('1 notification done').waitFor();
    await eventually(() => counted('Open'), before - 1);
    assert.equal(inState('open').length, before - 1);
    await tab('Done').click();
    await page.getByText('Marked as done by you.').waitFor();
    const title = await page.getByRole('article').getAttribute('aria-label');
    await page.getByRole('button', { name: 'Reopen' }).click();
    await eventually(() => counted('Open'), before);
    assert.ok(
      inState('open').some((item) => item.title === title),
      title,
    );
    // The next toast says the same.
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('takes being done back by the toast', async () => {
    await tab('Open').click();
    const before = await counted('Open');
    await page.getByRole('article').getByRole('button', { name: /^Done/ }).click();
    await eventually(() => counted('Open'), before - 1);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await eventually(() => counted('Open'), before);
    await eventually(() => inState('open').length, before);
  });

  it('snoozes one for a week', async () => {
    const before = await counted('Open');
    await page
      .getByRole('article')
      .getByRole('button', { name: /^Snooze/ })
      .click();
    await page.getByRole('button', { name: /^1 week, until/ }).click();
    await eventually(() => counted('Snoozed'), 1);
    assert.equal(await counted('Open'), before - 1);
    assert.deepEqual(
      inState('snoozed').map(({ snoozed_to }) => snoozed_to.slice(0, 10)),
      [plus(today, 7)],
    );
    await tab('Snoozed').click();
    await page.getByText('Snoozed by you until').waitFor();
    await page.getByRole('button', { name: 'Reopen' }).click();
    await eventually(() => counted('Open'), before);
  });

  it('deals with several at once', async () => {
    await tab('Open').click();
    const before = await counted('Open');
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByText(`${before} selected`).waitFor();
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await eventually(() => counted('Open'), 0);
    await page.getByText('Nothing is open.').waitFor();
    await tab('Done').click();
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Reopen' }).first().click();
    await eventually(() => counted('Open'), before);
  });

  it('opens the account of a notification, and the notification of an account', async () => {
    await tab('Open').click();
    await page.getByRole('button', { name: /^Open account/ }).click();
    await page.getByRole('heading', { level: 1, name: account.account, exact: true }).waitFor();
    await drawn(page);
    await page.getByRole('link', { name: told() }).click();
    await page.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor();
    await page.getByRole('article').getByText(account.account, { exact: true }).first().waitFor();
  });

  it('resolves what is not watched any more', async () => {
    await show(page, `account/${encodeURIComponent(account.account_key)}`);
    await star(true).click();
    await star(false).waitFor();
    await eventually(() => inState('open'), []);
    await show(page, 'inbox?tab=resolved');
    await page.getByText('Resolved: it is not watched any more.').waitFor();
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
