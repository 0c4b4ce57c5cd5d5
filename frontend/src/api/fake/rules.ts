import type {
  Activity,
  Inspected,
  ListedRule,
  Rehearsal,
  RuleDocument,
  RuleInstance,
  RuleState,
  RuleTemplate,
  RuleVersion,
  UnknownAccount,
} from '../ruleTypes';
import type { Fault } from '../types';
import { today } from './data';

const day = 86_400_000;

const usage: RuleDocument = {
  name: 'Consumption at or above entitled',
  watch: 'all',
  query: {
    metrics: ['deployment_rate', 'licenses_sold'],
    filter: { dimension: 'country', op: 'in', values: ['Italy'] },
  },
  per: ['account_key', 'product'],
  condition: {
    kind: 'threshold',
    metric: 'deployment_rate',
    op: 'ge',
    value: 1,
    clear: 0.95,
    for: 2,
    base: { metric: 'licenses_sold', at_least: 10 },
  },
  destinations: ['desktop'],
};

const ends: RuleDocument = {
  name: 'Ends within 30 days',
  template: 'ends_within',
  watch: 'all',
  per: ['entitlement_key'],
  condition: { kind: 'ends_within', days: 30 },
};

const listed = (id: number, rule: RuleDocument, more: Partial<ListedRule> = {}): ListedRule => ({
  id,
  rule,
  state: 'active',
  version: 1,
  sentence: sentenceOf(rule),
  firing: 0,
  told_this_week: 0,
  evaluated_at: `${today}T08:42:00Z`,
  outcome: 'ok',
  problem: '',
  next_at: '',
  ...more,
});

function sentenceOf(rule: RuleDocument): string {
  const { kind, days, metric = '', value } = rule.condition;
  return kind === 'ends_within'
    ? `Tells when an end is within ${days} days.`
    : `Tells when ${metric} reaches ${value}.`;
}

/** nobody is an account that one of the rules names and that is called otherwise. */
const nobody: UnknownAccount = { field: 'watch.accounts[0]', name: 'Valtrompa', nearest: 'Valtrompia' };

function makeRules(): ListedRule[] {
  return [
    listed(1, ends, { firing: 7, told_this_week: 2 }),
    listed(2, usage, { state: 'paused', firing: 2, outcome: 'no_data', problem: 'FlexNet is 19 days late.' }),
    listed(
      3,
      {
        ...ends,
        name: 'Every Monday',
        watch: { accounts: ['Valtrompa'] },
        trigger: { every: 'week', at: '08:00', weekdays: ['monday'] },
      },
      { next_at: '2026-11-23T07:00:00Z', unknown: [nobody] },
    ),
  ];
}

const templates: RuleTemplate[] = [
  {
    name: 'ends_within',
    title: 'Ends soon',
    words: 'Tells before an entitlement ends.',
    group: 'renewals',
    rule: ends,
  },
  { name: 'overage', title: 'Potential overage', words: 'Tells when more is used.', group: 'usage', rule: usage },
];

const instance = (key: string, title: string, state: RuleInstance['state'], value: number | null): RuleInstance => ({
  instance: key,
  title,
  keys: {},
  state,
  ...(state === 'pending' && { held: 1 }),
  value,
  parts: value === null ? [null, 40] : [Math.round(value * 100), 100],
  reason: value === null ? 'no data' : `deployment_rate = ${value} ≥ 1`,
});

/** inspected is what an invented rule finds: a message that names an unknown token is a problem. */
function inspected(rule: RuleDocument): Inspected {
  const text = `${rule.message?.title ?? ''} ${rule.message?.body ?? ''}`;
  const wrong = /\{\{nobody\}\}/.test(text);
  const title = rule.message?.title?.replaceAll('{{account}}', 'Hansekontor Logistik AG');
  return {
    ...(wrong && { problem: { message: 'There is no token nobody.', field: 'message.title', hint: 'Use account.' } }),
    sentence: sentenceOf(rule),
    instances: 47,
    holding: 2,
    no_data: 1,
    seen: [
      instance('account_key+product:a|d', 'Hansekontor Logistik AG, Data Vault', 'firing', 1.04),
      instance('account_key+product:b|f', 'Ashcombe Water plc, Field Service', 'firing', 1.05),
      instance('account_key+product:c|s', 'Bergmann & Söhne, Flow Simulation', 'pending', 1),
      instance('account_key+product:t|x', '東海メディカル機器株式会社', 'no_data', null),
    ],
    preview: {
      title: title || 'Hansekontor Logistik AG: Data Vault over by 8',
      body: '218 used of 210 entitled on 31 Oct 2026.',
      account_key: 'tenant:004417',
      account: 'Hansekontor Logistik AG',
      product: 'Data Vault',
      entitlement: '',
      end: '2026-12-31',
    },
    ...(JSON.stringify(rule.watch).includes(nobody.name) && { unknown: [nobody] }),
    gaps: { product: 2 },
    series: Array.from({ length: 12 }, (_, i) => ({ day: iso(-30 * (11 - i)), value: 0.84 + i * 0.018 })),
  };
}

function iso(by: number): string {
  return new Date(Date.parse(today) + by * day).toISOString().slice(0, 10);
}

function rehearsed(rule: RuleDocument): Rehearsal {
  const weeks = Array.from({ length: 26 }, (_, i) => ({
    start: iso(-4 - 7 * (25 - i)),
    count: i % 5 === 1 ? 2 : 0,
    filtered: i % 7 === 2 ? 3 : 0,
    silent: i === 10 || i === 11,
  }));
  const firings = weeks.flatMap(({ start, count, filtered }) =>
    Array.from({ length: count + filtered }, (_, i) => ({
      day: start,
      instance: `i${i}`,
      title: `Hansekontor Logistik AG, ${start}`,
      body: '',
      value: 1.04,
      ...(i >= count && { filtered: true }),
    })),
  );
  const before = firings.length;
  const told = firings.filter((one) => !('filtered' in one)).length;
  const clear = rule.condition.clear ?? 1;
  const fixes =
    rule.condition.kind === 'threshold' && clear > 0.92
      ? [
          {
            kind: 'clear_level' as const,
            affected: 2,
            value: 0.92,
            rule: { ...rule, condition: { ...rule.condition, clear: 0.92 } },
            after: told - 2,
          },
        ]
      : [];
  return {
    from: iso(-182),
    to: today,
    evaluations: 200,
    imports: 19,
    seconds: 0.3,
    firings,
    weeks,
    before,
    budget: 5,
    fixes,
  };
}

function makeActivity(): Activity[] {
  const line = (id: number, kind: Activity['kind'], rule: number, detail: Activity['detail']): Activity => ({
    id,
    at: new Date(Date.parse(`${today}T08:42:00Z`) - id * 3_600_000).toISOString(),
    rule,
    kind,
    detail,
  });
  return [
    {
      ...line(1, 'fired', 1, { value: 14, title: 'Valtrompia, Suite Pro' }),
      instance: 'entitlement:e1@2026-12-04',
      item: 1,
    },
    line(2, 'evaluated', 1, { outcome: 'ok', count: 3 }),
    line(3, 'undelivered', 1, { destination: 'mail', error: 'The server refused the login.', attempts: 2 }),
    line(4, 'edited', 2, { version: 1 }),
  ];
}

/** rulesStruct is the struct of the invented program that keeps rules. */
export function rulesStruct(changed: () => void, refuse: (fault: Fault) => Error) {
  let rules = makeRules();
  let next = 10;
  const versions = new Map(
    rules.map(({ id, rule }): [number, RuleVersion[]] => [id, [{ number: 1, at: `${today}T08:00:00Z`, rule }]]),
  );
  const text = async (value: unknown) => JSON.stringify(value);
  const set = (id: number, part: Partial<ListedRule>) => {
    if (!rules.some((one) => one.id === id)) throw refuse({ code: 'not_found', message: 'There is no such rule.' });
    rules = rules.map((one) => (one.id === id ? { ...one, ...part } : one));
    changed();
  };
  const keep = (id: number, rule: RuleDocument) => {
    const before = versions.get(id) ?? [];
    versions.set(id, [{ number: before.length + 1, at: `${today}T08:51:00Z`, rule }, ...before]);
    set(id, { rule, version: before.length + 1, sentence: rule.condition ? sentenceOf(rule) : rule.name });
  };
  const add = (rule: RuleDocument) => {
    const id = next++;
    rules = [
      ...rules,
      listed(id, rule.condition ? rule : { ...ends, ...rule }, { state: 'draft', evaluated_at: '', outcome: '' }),
    ];
    keep(id, rule);
    return id;
  };
  return {
    List: async () => text(rules),
    Templates: async () => text(templates),
    Inspect: async (_: number, rule: string) => text(inspected(JSON.parse(rule))),
    Rehearse: async (rule: string) => text(rehearsed(JSON.parse(rule))),
    Activity: async (rule: number, kinds: string[], find: string) => {
      const entries = makeActivity().filter(
        (one) =>
          (rule === 0 || one.rule === rule) &&
          (kinds.length === 0 || kinds.includes(one.kind)) &&
          JSON.stringify(one).toLowerCase().includes(find.toLowerCase()),
      );
      return text({ entries, count: entries.length });
    },
    Versions: async (id: number) => text(versions.get(id) ?? []),
    Why: async (rule: number, key: string) =>
      text({
        rule,
        instance: key,
        told: false,
        steps: [
          { kind: 'rule_active', ok: true },
          { kind: 'condition', ok: true, detail: { value: 1, reason: 'deployment_rate = 1 ≥ 1' } },
          { kind: 'held', ok: false, detail: { held: 1, for: 2 } },
        ],
      }),
    Save: async (id: number, document: string) => {
      const rule = JSON.parse(document) as RuleDocument;
      if (id === 0) return add(rule);
      keep(id, rule);
      return id;
    },
    SetState: async (id: number, state: RuleState) => {
      set(id, { state });
      return true;
    },
    Remove: async (id: number) => {
      rules = rules.filter((one) => one.id !== id);
      changed();
      return true;
    },
    Duplicate: async (id: number) => {
      const rule = rules.find((one) => one.id === id)?.rule ?? ends;
      return add({ ...rule, name: `${rule.name} 2` });
    },
    Restore: async (id: number, number: number) => {
      const found = versions.get(id)?.find((one) => one.number === number);
      if (found) keep(id, found.rule);
      return true;
    },
  };
}
