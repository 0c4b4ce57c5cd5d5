import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { call, drawn, eventually, launch, open, opened, show } from './browser.mjs';
import { tabTo } from './keyboard.mjs';
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
  const article = () => page.getByRole('article');
  /** closeToast takes away what was said, so that what is said next is not taken for it. */
  const closeToast = async () => {
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  };
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

  it('is done with one, with a reason, and opens it again', async () => {
    const before = await counted('Open');
    const title = await article().getAttribute('aria-label');
    await article().getByRole('button', { name: 'Done, with a reason' }).click();
    await (await opened(page)).getByLabel('Reason (optional)').fill('renewed by phone');
    await page.keyboard.press('Enter');
    await page.getByText('1 notification done').waitFor();
    await eventually(() => counted('Open'), before - 1);
    assert.equal(inState('open').length, before - 1);
    await tab('Done').click();
    await article().getByText('Done by you.').waitFor();
    await article().getByText('“renewed by phone”').waitFor();
    assert.equal(await article().getAttribute('aria-label'), title);
    await article().getByRole('button', { name: 'Reopen' }).click();
    await eventually(() => counted('Open'), before);
    assert.equal(inState('open').length, before);
    await closeToast();
  });

  it('takes being done back by the toast', async () => {
    await tab('Open').click();
    const before = await counted('Open');
    await article()
      .getByRole('button', { name: /^Done E?/ })
      .first()
      .click();
    await eventually(() => counted('Open'), before - 1);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await eventually(() => counted('Open'), before);
    await eventually(() => inState('open').length, before);
  });

  /** snooze opens the form of the pane and answers it. */
  const snooze = async (answer) => {
    await tab('Open').click();
    const before = inState('open').length;
    await eventually(() => counted('Open'), before);
    await article()
      .getByRole('button', { name: /^Snooze/ })
      .click();
    await answer(await opened(page));
    await eventually(() => counted('Snoozed'), 1);
    await eventually(() => counted('Open'), before - 1);
    await closeToast();
    await tab('Snoozed').click();
    await article().getByText('Snoozed by you').last().waitFor();
    const [said] = await article()
      .getByRole('definition')
      .allInnerTexts()
      .then((all) => all.filter((text) => text.startsWith('until')));
    await article().getByRole('button', { name: 'Reopen' }).click();
    await eventually(() => counted('Open'), before);
    return said;
  };

  it('snoozes one for a week', async () => {
    const said = await snooze((form) => form.getByRole('button', { name: /^1 week, until/ }).click());
    assert.match(said, /^until \w+ \d+ \w+$/);
  });

  it('snoozes one until the next import, with a reason', async () => {
    await snooze(async (form) => {
      await form.getByLabel('Reason (optional)').fill('waiting for the list');
      await form.getByRole('button', { name: 'Until the next import' }).click();
      await eventually(() => inState('snoozed').map(({ note }) => note), ['waiting for the list']);
    });
  });

  it('snoozes one until its value moves, and says what is no number', async () => {
    await snooze(async (form) => {
      const by = form.getByLabel(/^Until (the value moves|it moves)/);
      await by.fill('none');
      await by.press('Enter');
      await form.getByText('Type a number above 0.').waitFor();
      await by.fill('5');
      await by.press('Enter');
    });
  });

  it('narrows the list to a rule, to words, and orders it', async () => {
    await tab('Open').click();
    const before = inState('open').length;
    await eventually(() => counted('Open'), before);
    const [{ rule, rule_name }] = inState('open').filter(({ template }) => template === 'ends_within');
    await page.getByRole('combobox', { name: 'Any rule' }).click();
    await page.getByRole('option', { name: new RegExp(rule_name) }).click();
    await eventually(() => counted('Open'), inState('open').filter((item) => item.rule === rule).length);
    await page.getByLabel('Find in notifications').fill('no such words');
    await page.getByText('No notification fits these filters.').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await eventually(() => counted('Open'), before);
    await page.getByRole('combobox', { name: 'Sort' }).click();
    await page.getByRole('option', { name: 'By end' }).click();
    await page
      .getByRole('heading', { name: /^Act now|^Act soon|^Later/, level: 2 })
      .first()
      .waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Sort' }).click();
    await page.getByRole('option', { name: 'What to do first' }).click();
    await page
      .getByRole('heading', { name: /^Act now|^Act soon|^Later/, level: 2 })
      .first()
      .waitFor();
  });

  it('deals with several at once', async () => {
    await tab('Open').click();
    const before = await counted('Open');
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByText(`${before} selected`).waitFor();
    await page.getByRole('button', { name: 'Done', exact: true }).first().click();
    await eventually(() => counted('Open'), 0);
    await page.getByText('Nothing is open.').waitFor();
    await tab('Done').click();
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Reopen' }).first().click();
    await eventually(() => counted('Open'), before);
    await closeToast();
  });

  it('is done by the keyboard alone', async () => {
    await show(page, 'inbox');
    await article().getByText('Why this fired').waitFor();
    const before = await counted('Open');
    const first = await article().getAttribute('aria-label');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.waitForFunction(() => /#\/inbox\/\d+/.test(window.location.hash));
    await page.keyboard.press('s');
    await opened(page);
    await tabTo(page, page.getByRole('button', { name: 'Until the next import' }));
    await page.keyboard.press('Enter');
    await eventually(() => counted('Open'), before - 1);
    await closeToast();
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('e');
    await eventually(() => counted('Open'), before - 2);
    await closeToast();
    assert.ok(first);
    await tabTo(page, tab('Open'));
    await page.keyboard.press('ArrowRight');
    await tabTo(page, article().getByRole('button', { name: 'Reopen' }));
    await page.keyboard.press('Enter');
    await eventually(() => counted('Open'), before - 1);
    await show(page, 'inbox?tab=snoozed');
    await tabTo(page, article().getByRole('button', { name: 'Reopen' }));
    await page.keyboard.press('Enter');
    await eventually(() => counted('Open'), before);
  });

  it('opens what an address names, in the tab it is in', async () => {
    const [{ id, title }] = inState('open');
    await show(page, `inbox/${id}`);
    await page.getByRole('article', { name: title, exact: true }).waitFor();
    assert.equal(await tab('Open').getAttribute('aria-selected'), 'true');
    await show(page, 'inbox/987654321');
    await page.getByText(/no notification 987654321/i).waitFor();
  });

  it('opens the entitlement of a notification with Enter', async () => {
    const { id } = inState('open').find(({ template }) => template === 'ends_within');
    await show(page, `inbox/${id}`);
    await article()
      .getByRole('button', { name: /^Open entitlement/ })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.location.hash.startsWith('#/entitlement/'));
    await drawn(page);
  });

  it('opens the account of a notification, and the notifications of an account', async () => {
    const { id } = inState('open').find(({ template }) => template === 'ends_within');
    await show(page, `inbox/${id}`);
    await article().getByRole('link', { name: 'Open account' }).click();
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
    await article().getByText('It is not watched any more.').waitFor();
  });

  it('watches a product, and a segment made of a filter', async () => {
    await show(page, 'watch');
    await page.getByRole('combobox', { name: 'Watch a product' }).fill('Microsoft');
    const option = page.getByRole('option').first();
    const product = await option.innerText();
    await option.click();
    await page.getByRole('button', { name: `Watch ${product}`, pressed: true }).waitFor();
    await eventually(async () => (await call(page, 'Portfolio.Watched')).products, [product]);

    await page.getByRole('button', { name: 'New segment' }).click();
    const form = page.getByRole('form', { name: 'New segment' });
    await form.getByLabel('Name').fill('All accounts');
    const size = await form.getByText(/^\d+ accounts today$/).innerText();
    await form.getByRole('button', { name: 'Create segment' }).click();
    const row = page.getByRole('row').filter({ hasText: 'All accounts' });
    await row.waitFor();
    assert.ok((await row.innerText()).includes(size.split(' ')[0]));
    await row.getByRole('button', { name: 'Watch All accounts', pressed: false }).click();
    await eventually(async () => (await call(page, 'Portfolio.Watched')).segments, ['all_accounts']);
    await row.getByRole('button', { name: 'Watch All accounts', pressed: true }).click();
    await row.getByRole('button', { name: 'Remove the segment All accounts' }).click();
    await page.getByRole('button', { name: 'Remove segment' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: `Watch ${product}`, pressed: true }).click();
    await eventually(async () => (await call(page, 'Portfolio.Watched')).products, []);
  });

  it('is silent when the person says so', async () => {
    await show(page, 'settings/quiet_from');
    await page.getByLabel('Quiet hours', { exact: true }).fill('18');
    await page.getByLabel('Quiet hours end at').fill('8');
    await page.keyboard.press('Enter');
    await eventually(async () => {
      const { quiet_from, quiet_until } = await call(page, 'Settings.All');
      return `${quiet_from}-${quiet_until}`;
    }, '18:00-08:00');
    await show(page, 'inbox');
    await page.getByText('Silence 18:00 to 08:00').waitFor();
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
