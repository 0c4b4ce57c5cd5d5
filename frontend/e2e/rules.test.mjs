import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { eventually, launch, open, opened, show } from './browser.mjs';
import { focused, tabTo } from './keyboard.mjs';
import { command, withDemo } from './program.mjs';

describe('rules', () => {
  let browser;
  let page;
  let wrong;
  before(async () => {
    browser = await launch();
    ({ page, wrong } = await open(browser));
    await withDemo(page);
    await show(page, 'rules');
  });
  after(() => browser.close());

  const known = () => command(['rules']).rules.map(({ name, template, state }) => ({ name, template, state }));
  const form = () => page.getByRole('complementary', { name: 'Add rule' });
  const button = (name) => page.getByRole('button', { name, exact: true });

  it('adds one about ends, by keyboard', async () => {
    await tabTo(page, button('Add rule'));
    await page.keyboard.press('Enter');
    await focused(form().getByLabel('Days before the end'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('45');
    await form().getByText('You are told when an entitlement of any account ends within 45 days.').waitFor();
    await tabTo(page, form().getByLabel('Name (optional)'));
    await page.keyboard.type('Six weeks');
    await page.keyboard.press('Enter');
    await page.getByText('Rule added').waitFor();
    await eventually(known, [{ name: 'Six weeks', template: 'ends_within', state: 'active' }]);
    await page.getByRole('row', { name: /Six weeks/ }).waitFor();
    await focused(button('Add rule'));
  });

  it('adds one about usage, by keyboard', async () => {
    await page.keyboard.press('Enter');
    await focused(form().getByLabel('Days before the end'));
    await tabTo(page, form().getByRole('radio', { name: 'something ends soon' }), 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await tabTo(page, form().getByLabel('Fires over'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('80');
    await tabTo(page, form().getByLabel('Clears below'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('90');
    await form().getByText('The clear level must not be above the level at which it fires.').waitFor();
    assert.ok(await form().getByRole('button', { name: 'Add rule' }).isDisabled());
    await page.keyboard.press('Control+a');
    await page.keyboard.type('70');
    await eventually(() => form().getByRole('button', { name: 'Add rule' }).isDisabled(), false);
    await tabTo(page, form().getByRole('radio', { name: 'all accounts' }));
    await tabTo(page, form().getByRole('button', { name: 'Add rule' }));
    await page.keyboard.press('Enter');
    await eventually(() => known().length, 2);
    const rule = command(['rules']).rules.find(({ template }) => template === 'usage_over');
    assert.deepEqual([rule.threshold, rule.clear, rule.watch], [0.8, 0.7, 'all']);
    await page.getByRole('row', { name: /Usage over 80% of entitled/ }).waitFor();
    await focused(button('Add rule'));
  });

  it('closes the form with Escape, and nothing is added', async () => {
    await page.keyboard.press('Enter');
    await focused(form().getByLabel('Days before the end'));
    await page.keyboard.press('Escape');
    await form().waitFor({ state: 'detached' });
    await focused(button('Add rule'));
    assert.equal(known().length, 2);
  });

  it('shows how much a rule tells, and leads there', async () => {
    const [{ id }] = command(['rules']).rules.filter(({ name }) => name === 'Six weeks');
    const items = command(['inbox']).items.filter(({ rule, state }) => rule === id && state === 'open');
    assert.ok(items.length > 0);
    await page
      .getByRole('row', { name: /Six weeks/ })
      .getByRole('link', { name: String(items.length), exact: true })
      .press('Enter');
    await page.getByText('Why this fired').waitFor();
    await page.goBack();
  });

  it('pauses, resumes and removes one, by keyboard', async () => {
    const state = () => known().find(({ name }) => name === 'Six weeks')?.state;
    await tabTo(page, button('Pause Six weeks'));
    await page.keyboard.press('Enter');
    await eventually(state, 'paused');
    await tabTo(page, button('Resume Six weeks'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await eventually(state, 'active');
    await tabTo(page, button('Remove Six weeks'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Remove the rule “Six weeks”?' }).waitFor();
    await opened(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(state(), 'active');
    await tabTo(page, button('Remove Six weeks'));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Remove rule' }));
    await page.keyboard.press('Enter');
    await eventually(state, undefined);
    await page.getByRole('row', { name: /Six weeks/ }).waitFor({ state: 'detached' });
  });

  it('has gone without an error', () => assert.deepEqual(wrong, []));
});
