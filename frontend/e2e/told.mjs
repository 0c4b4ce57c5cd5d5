import { call, drawn, opened, show, tile } from './browser.mjs';
import { plus } from './printed.mjs';
import { ask, command } from './program.mjs';

/** said is what a person calls things and notes, in the languages that pictures are taken in. */
const said = {
  en: {
    segment: 'Nordvik in Germany and Italy',
    rule: 'Little deployed in Germany and Italy',
    message: { title: '{{account}}: {{product}} is little deployed', body: 'Only {{value}} assigned.' },
    done: 'renewed by phone',
    away: 'on holiday until then',
  },
  de: {
    segment: 'Nordvik in Deutschland und Italien',
    rule: 'Wenig bereitgestellt in Deutschland und Italien',
    message: { title: '{{account}}: {{product}} ist wenig bereitgestellt', body: 'Nur {{value}} zugewiesen.' },
    done: 'telefonisch verlängert',
    away: 'bis dahin im Urlaub',
  },
};

/** A segment that rules and the watch list name. */
const segment = {
  kind: 'account',
  filter: {
    all: [
      { dimension: 'vendor', op: 'eq', value: 'Nordvik' },
      { dimension: 'country', op: 'in', values: ['Germany', 'Italy'] },
    ],
  },
};

/** What a person has chosen: terms of notice, silence, a number a week, and where notifications go. */
const settings = {
  notice_terms: JSON.stringify([
    { vendor: 'Nordvik', terms: 'notice 3 months, calendar DE' },
    { product: 'Design Suite Pro', terms: 'notice 30 days' },
  ]),
  quiet_from: '18:00',
  quiet_until: '08:00',
  weekly_budget: '25',
  webhooks: JSON.stringify([{ name: 'team-channel', url: 'https://hooks.example.com/portfolio/renewals' }]),
};

/** The ready-made rules that are active. */
const active = [
  'act_by',
  'not_renewing',
  'unused_before_renewal',
  'overage',
  'usage_over',
  'health_crossing',
  'late_export',
];

/**
 * withRules gives the demo portfolio what a person has after some weeks: watched accounts, a segment and a product,
 * active rules of templates, one that is paused and a draft, and notifications in every tab. It returns the ids of
 * the rules by name and one item of each tab. All is called in a language.
 */
export async function withRules(page, language = 'en') {
  const { today } = await call(page, 'System.Status');
  const own = said[language];
  const accounts = ask({
    metrics: ['entitlements'],
    by: [{ dimension: 'account_key' }],
    sort: [{ by: 'entitlements', desc: true }],
    limit: 8,
  }).rows.map((row) => row.account_key);
  for (const [name, value] of Object.entries(settings)) await call(page, 'Settings.Set', name, value);
  for (const key of accounts) await call(page, 'Portfolio.Watch', 'account', key, true);
  const name = await call(page, 'Rules.SaveSegment', JSON.stringify({ ...segment, title: own.segment }));
  await call(page, 'Portfolio.Watch', 'segment', name, true);
  await call(page, 'Portfolio.Watch', 'product', ask({ columns: ['product'], limit: 1 }).rows[0].product, true);

  const templates = new Map(command(['--lang', language, 'rule', 'templates']).templates.map((one) => [one.name, one]));
  const add = (template, changes = {}) => {
    const { rule, title } = templates.get(template);
    return command(['rule', 'add', '-'], JSON.stringify({ ...rule, name: title, ...changes })).id;
  };
  const ids = Object.fromEntries(active.map((one) => [one, add(one)]));
  ids.paused = add('denials');
  const removed = add('trial_ending');
  ids.draft = add('low_deployment', {
    state: 'draft',
    name: own.rule,
    watch: { segment: name },
    message: own.message,
  });
  command(['check', '--deliver=inbox']);
  command(['rule', 'pause', String(ids.paused)]);
  command(['rule', 'remove', String(removed)]);
  const { threshold } = templates.get('usage_over').rule;
  for (const level of [0.95, threshold ?? 0.9]) {
    await call(page, 'Rules.Save', ids.usage_over, JSON.stringify(changed(ids.usage_over, level)));
  }

  const open = () => command(['inbox']).items.filter(({ state }) => state === 'open');
  const [, , third, fourth, fifth, sixth] = open();
  await call(page, 'Inbox.DoneWith', [third.id], own.done);
  await call(page, 'Inbox.DoneWith', [fourth.id], '');
  await call(page, 'Inbox.SnoozeUntil', [fifth.id], JSON.stringify({ day: plus(today, 3) }), own.away);
  await call(page, 'Inbox.SnoozeUntil', [sixth.id], JSON.stringify({ import: true }), '');
  return { ...ids, segment: name };
}

/**
 * scenesOf are the screens of rules, notifications and what is watched, as functions that open them; t are the texts of
 * the language that is shown.
 */
export function scenesOf({ act_by, usage_over, not_renewing, draft, segment: name }, t) {
  const pressed = (page, key) => page.getByRole('button', { name: t[key], exact: true }).first().click();
  const scrolled = async (page, key) => {
    await tile(page, t[key]).evaluate((part) => part.scrollIntoView());
    await drawn(page);
  };
  const rule = async (page, id) => {
    await show(page, `rule/${id}`);
    await tile(page, t['rules.holding.title']).waitFor();
    await tile(page, t['rules.rehearsal.label']).locator('[data-drawing] path').first().waitFor({ state: 'attached' });
    await drawn(page);
  };
  const bottom = (page) =>
    page.locator('main').evaluate((main) => {
      for (const part of [main, ...main.querySelectorAll('*')]) part.scrollTop = part.scrollHeight;
    });
  return {
    rules: (page) => show(page, 'rules'),
    'rule-templates': (page) => show(page, 'rule/new'),
    'rule-templates-end': async (page) => {
      await show(page, 'rule/new');
      await bottom(page);
    },
    rule: (page) => rule(page, act_by),
    'rule-end': async (page) => {
      await rule(page, not_renewing);
      await bottom(page);
      await drawn(page);
    },
    'rule-usage': (page) => rule(page, usage_over),
    'rule-draft': async (page) => {
      await rule(page, draft);
      await scrolled(page, 'rules.holding.title');
    },
    'rule-why': async (page) => {
      await rule(page, act_by);
      await tile(page, t['rules.holding.title']).getByRole('row').nth(1).getByRole('button').click();
      await opened(page);
      await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
    'rule-versions': async (page) => {
      await rule(page, usage_over);
      await pressed(page, 'rules.versions.title');
      await opened(page);
      await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
    'rules-activity': (page) => show(page, 'rules/activity'),
    notifications: (page) => show(page, 'inbox'),
    'notifications-snoozed': (page) => show(page, 'inbox?tab=snoozed'),
    'notifications-done': (page) => show(page, 'inbox?tab=done'),
    'notifications-resolved': (page) => show(page, 'inbox?tab=resolved'),
    'notifications-snooze': async (page) => {
      await show(page, 'inbox');
      await page
        .getByRole('article')
        .getByRole('button', { name: new RegExp(`^${t['inbox.snooze']}`) })
        .click();
      await opened(page);
    },
    'settings-notifications': async (page) => {
      await show(page, 'settings');
      await scrolled(page, 'notify.desktop.title');
    },
    'settings-terms': async (page) => {
      await show(page, 'settings');
      await scrolled(page, 'terms.title');
    },
    watch: (page) => show(page, 'watch'),
    segment: (page) => show(page, `watch?segment=${name}`),
  };
}

/** changed is the definition of a rule about usage with another level. */
function changed(id, threshold) {
  const { name, template, clear, watch } = command(['rules']).rules.find((rule) => rule.id === id);
  return { name, template, threshold, clear, watch };
}
