import { join } from 'node:path';

import { call } from './browser.mjs';
import { write } from './files.mjs';
import { plus } from './printed.mjs';

/** names are texts that a vendor's export, or a person, could hold in the place of a name. */
export const names = [
  '<script>window.mark=1</script>',
  '"><img src=x onerror="window.mark=1">',
  "'><svg onload=window.mark=1>",
  '</script><script>window.mark=1</script>',
  '</td></tr></table><iframe srcdoc="<script>parent.mark=1</script>">',
  '</textarea><img src=x onerror=window.mark=1>',
  '</title><img src=x onerror=window.mark=1>',
  '</style><img src=x onerror=window.mark=1>',
  '<!--><img src=x onerror=window.mark=1>-->',
  '<![CDATA[<img src=x onerror=window.mark=1>]]>',
  '<math><mtext><img src=x onerror=window.mark=1></mtext></math>',
  '<details open ontoggle=window.mark=1>',
  '<input autofocus onfocus=window.mark=1>',
  '<a href="javascript:window.mark=1">click</a>',
  '" onmouseover="window.mark=1" x="',
  "' onfocus='window.mark=1' autofocus tabindex=1 x='",
  '<base href="http://x.invalid/">',
  '<b>bold</b> &amp; &lt;i&gt;',
  '&lt;img src=x onerror=window.mark=1&gt;',
  'javascript:window.mark=1',
  'data:text/html,<script>window.mark=1</script>',
  '{{7*7}}',
  '{{constructor.constructor("window.mark=1")()}}',
  `\${7*7}`,
  '{b}: {c}',
  '{a|<img src=x onerror=window.mark=1>}',
  '%3Cscript%3Ewindow.mark=1%3C/script%3E',
  '\\u003cimg src=x onerror=window.mark=1\\u003e',
  '__proto__',
  'constructor',
  'toString',
  '=HYPERLINK("http://x.invalid","click")',
  '@SUM(1+1)*cmd|"/C calc"!A0',
  "Robert'); DROP TABLE account;--",
  '../../etc/passwd',
  '#/account/nobody?asOf=2020-01-01',
  'a?b#c%2Fd/e\\f',
  'abc \u202Etxt.exe',
  'العربية شركة (١٢٣)',
  '👩🏽‍💻 株式会社 𝒜',
  `${'long '.repeat(59)}tail!`,
  'W'.repeat(300),
];

const said = (mapping) => ({
  profile: '',
  mapping: { key: [], date_order: '', decimal: '', end: '', constants: {}, ...mapping },
  account: '',
  asOf: '',
  currency: '',
  partner: '',
  habits: {},
  reading: {},
  partial: false,
});

/** facts writes files whose accounts, countries, owners, products, stock numbers, features and devices are the names, and imports them. */
export async function facts(page, dir, today) {
  const list = names.map((name, i) => [name, `E2E-${i}`, name, name, name, name]);
  await call(
    page,
    'Imports.Import',
    write(join(dir, 'accounts.csv'), [['Name', 'Number', 'Land', 'Area', 'Line', 'Manager'], ...list]),
    '',
    said({
      dataset: 'accounts',
      class: 'E',
      source: names[1],
      columns: {
        Name: 'account',
        Number: 'account_id',
        Land: 'country',
        Area: 'region',
        Line: 'segment',
        Manager: 'owner',
      },
    }),
    false,
    false,
  );
  const sold = names.map((name, i) => [
    name,
    `E2E-${i}`,
    name,
    `${i} ${name}`.slice(0, 200),
    `E2E-ENT-${i} ${name}`.slice(0, 200),
    100 + i,
    plus(today, -100),
    plus(today, 10 + i),
  ]);
  await call(
    page,
    'Imports.Import',
    write(join(dir, '<img src=x onerror=window.mark=1>.csv'), [
      ['Name', 'Number', 'Product', 'Stock', 'Contract', 'Seats', 'From', 'To'],
      ...sold,
    ]),
    '',
    said({
      dataset: 'entitlements',
      class: 'E',
      source: names[1],
      columns: {
        Name: 'account',
        Number: 'account_id',
        Product: 'product',
        Stock: 'sku',
        Contract: 'entitlement',
        Seats: 'quantity',
        From: 'start_date',
        To: 'end_date',
      },
      key: ['entitlement'],
    }),
    false,
    false,
  );
  const head = ['Account', 'Product', 'Feature', 'Transaction Time', 'Received Time', 'Count'];
  const more = ['Acquisition ID', 'Consumer ID', 'Device ID', 'Server ID'];
  const at = `${plus(today, -6)}T10:00:00.+0000`;
  const uses = names.map((name) => [name, name, name, at, at, 1, '', '', name, 'S']);
  return write(join(dir, 'usage {{7*7}}.csv'), [[...head, ...more], ...uses]);
}

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** plain are the names without what reads like a token: one that there is not is refused, with a sentence. */
const plain = names.filter((name) => !name.includes('{{'));

/** definitions keeps a calculated column, a group, a metric and tokens made of the names. */
export function definitions(page) {
  return call(
    page,
    'Definitions.Define',
    JSON.stringify({
      columns: [
        {
          name: 'hostile_text',
          words: names[1],
          expression: `CONCATENATE(${quoted('<img src=x onerror=window.mark=1>')}, [account])`,
        },
      ],
      groups: [
        {
          name: 'hostile_group',
          words: names[2],
          column: 'account',
          lists: plain.map((name) => ({ name: name.slice(0, 120), values: [name] })),
          other: 'Other <i>&amp;</i>',
        },
      ],
      metrics: [{ name: 'hostile_metric', words: names[4], metric: 'licenses_sold' }],
      tokens: [
        { name: 'HOSTILE', words: names[1], kind: 'value', type: 'text', value: names[1] },
        { name: 'HOSTILE_LIST', words: names[1], kind: 'list', type: 'text', values: plain },
      ],
    }),
  );
}

const shows = ['bar', 'column', 'pie', 'donut', 'funnel', 'treemap', 'line', 'scatter', 'box', 'radar', 'heatmap'];
const dimensions = ['account', 'product', 'country', 'owner', 'hostile_group', 'hostile_text'];

/** reportOf is a report whose words are one of the names, of another shape for each. */
export function reportOf(name, i) {
  const by = dimensions[i % dimensions.length];
  const show = shows[i % shows.length];
  // Some visuals tell only so many apart; they begin at another end of the list each time.
  const few = ['pie', 'donut', 'funnel', 'radar', 'heatmap'].includes(show);
  const sort = [{ by, desc: i % 2 === 0 }];
  const query = {
    metrics: ['licenses_sold', 'hostile_metric'],
    by: [by],
    sort,
    limit: few ? 12 : 50,
    totals: true,
  };
  return {
    title: name,
    words: name,
    query: show === 'heatmap' ? { ...query, by: [by, 'region'] } : query,
    visual: {
      show,
      columns: [{ column: by, title: name }],
      goal: { value: 120, title: name },
      bands: [{ to: 50, title: name, tone: 'warn' }],
      rules: [{ column: by, op: 'contains', value: '<', tone: 'crit' }],
    },
  };
}

/** dashboards are documents whose titles, tabs, tiles, texts, controls and tokens are the names: five tiles on a tab. */
export function dashboards() {
  const parts = Array.from({ length: Math.ceil(names.length / 7) }, (_, i) => names.slice(i * 7, i * 7 + 7));
  return parts.map((part, n) => ({
    title: part[0],
    words: part[0],
    controls: [
      { id: 'account', show: 'list', dimension: 'account', title: part[1] },
      {
        id: 'product',
        show: 'input',
        dimension: 'product',
        title: part[2],
        filter: { dimension: 'product', op: 'not_contains', value: '\u0001' },
      },
    ],
    tokens: [{ name: 'WHO', title: part[3], type: 'text', value: part[4] }],
    tabs: [
      {
        id: 'tab1',
        title: part[5],
        tiles: part.map((name, i) => ({
          id: `tile${i}`,
          x: (i % 3) * 4,
          y: Math.floor(i / 3) * 7,
          w: 4,
          h: 7,
          title: `${name.slice(0, 290)} {{WHO}}`.slice(0, 300),
          sub: name,
          ...(i === 0 ? { text: `${name}\n\n{{WHO}}` } : { report: reportOf(name, n * 7 + i) }),
        })),
      },
      {
        id: 'tab2',
        title: part[6],
        tiles: ['table', 'figures', 'tree'].map((show, i) => ({
          id: `other${i}`,
          x: 0,
          y: i * 8,
          w: 12,
          h: 8,
          title: part[i],
          report: {
            title: part[i],
            query: {
              metrics: ['licenses_sold', 'hostile_metric'],
              by: show === 'figures' ? [] : ['account', 'hostile_group'],
              totals: true,
            },
            visual: { show },
          },
        })),
      },
    ],
  }));
}
