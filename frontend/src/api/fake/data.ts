import type { Ending, Line } from '../types';

/** today is the day of the invented portfolio. */
export const today = '2026-11-20';

/** Account is one invented account with its entitlements. */
export interface Account {
  key: string;
  id: string;
  name: string;
  country: string;
  region: string;
  segment: string;
  owner: string;
  domain: string;
  watched: boolean;
  lines: Line[];
  active: number | null;
  total: number | null;
  overage: number | null;
  /** months are active users of the last twelve months, null where nothing was imported. */
  months: (number | null)[];
}

const named: [string, string, string][] = [
  ['Officine Meccaniche Valtrompia S.p.A.', 'Italy', 'valtrompia.example'],
  ['株式会社みなと精機', 'Japan', 'minato-seiki.example'],
  [
    'Süddeutsche Präzisionstechnik Verwaltungs- und Beteiligungsgesellschaft mbH & Co. KG',
    'Germany',
    'sued-praezision.example',
  ],
  ['Hansekontor Logistik AG', 'Germany', 'hansekontor.example'],
  ['Ceramiche Montefiore S.p.A.', 'Italy', 'montefiore.example'],
  ['北星ソフトウェア株式会社', 'Japan', 'hokusei.example'],
  ['Établissements Roux et Fils SARL', 'France', 'roux-fils.example'],
  ['Nordhang Energie Service GmbH', 'Germany', 'nordhang.example'],
  ['Molino Terzani S.r.l.', 'Italy', 'terzani.example'],
  ['Cartiere Riva Alta S.p.A.', 'Italy', 'rivaalta.example'],
  ['Gärtnerei Holzapfel OHG', 'Germany', 'holzapfel.example'],
  ['Ashcombe Water plc', 'United Kingdom', 'ashcombe.example'],
  ['Studio Legale Ardenghi e Associati', 'Italy', 'ardenghi.example'],
  ['東海メディカル機器株式会社', 'Japan', 'tokai-medical.example'],
  ['大和橋物流株式会社', 'Japan', 'yamatobashi.example'],
  ['Vereenigde Kadewerken N.V.', 'Netherlands', 'kadewerken.example'],
  ['Papeteries de la Vaugeline SA', 'France', 'vaugeline.example'],
  ['Przedsiębiorstwo Transportowe Wierzbica sp. z o.o.', 'Poland', 'wierzbica.example'],
  ['Norrfjärd Varv AB', 'Sweden', 'norrfjard.example'],
  ['Bergmann & Söhne Maschinenbau GmbH', 'Germany', 'bergmann-soehne.example'],
  ['Kellerwald Kliniken gGmbH', 'Germany', 'kellerwald.example'],
  ['Ingeniería Costa Verde, S.L.', 'Spain', 'costaverde.example'],
  ['Clínica San Telmo Asociados', 'Spain', 'santelmo.example'],
  ['Torrefazione Bellandi S.r.l.', 'Italy', 'bellandi.example'],
  ['Vetreria Lagomonte S.r.l.', 'Italy', 'lagomonte.example'],
];

/** products are what the accounts use; the last one reports no usage. */
export const products = [
  'Design Suite Pro',
  'Collaboration Plus',
  'Flow Simulation',
  'Field Service',
  'Data Vault',
  'Signature',
  'Archive Classic',
];

/** random returns numbers that are the same in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** addDays moves a day. */
export function addDays(day: string, days: number): string {
  const at = new Date(day);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

const distances = [4, 10, 16, 26, 41, 58, 72, 88, 103, 131, 160, 192, 222, 251, 284, 310, 345, 402];

function line(i: number, j: number, next: () => number): Line {
  const product = products[(i * 3 + j * 2) % products.length] ?? 'Signature';
  const size = Math.round(20 + next() * next() * 400);
  const days = (distances[(i * 7 + j * 5 + ((i / 5) | 0)) % distances.length] ?? 90) + ((i * 3 + j * 4) % 11);
  const kind = i === 21 ? 'suspended' : j === 2 && i % 5 === 0 ? 'grace' : j === 3 ? 'trial' : 'active';
  const passed = kind === 'grace' ? -29 : days;
  const end = i === 23 && j === 0 ? '' : addDays(today, passed);
  return {
    key: `key:${product.toLowerCase()}:${i}-${j}`,
    product,
    sku: `${product.slice(0, 2).toUpperCase()}-${1000 + ((i * 7 + j) % 40) * 25}`,
    source: 'partner-center',
    status: kind,
    statusRaw: kind,
    counts: kind === 'active',
    trial: kind === 'trial',
    quantity: size,
    assigned: product === 'Archive Classic' ? null : Math.round(size * (0.58 + next() * 0.45)),
    start: addDays(end === '' ? today : end, -365),
    end,
    days: end === '' ? null : passed,
    autoRenew: [true, false, null][(i + j) % 3] ?? null,
    file: 'entitlements_2026-11-20.csv',
    fileLine: 12 + i * 6 + j,
    import: 214,
    watched: i === 0 && j === 0,
  };
}

const towns = ['Althausen', 'Borgo Nuovo', 'Clervaux', 'Drammen', 'Elbtal', 'Fontane', 'Gravelines', 'Haarlem'];
const trades = ['Logistik', 'Energie', 'Bau', 'Medical', 'Foods', 'Papier', 'Textil', 'Optik', 'Druck'];

function invented(i: number): string {
  const town = towns[i % towns.length] ?? '';
  const trade = trades[(i * 5) % trades.length] ?? '';
  const number = i < 72 ? '' : ` ${i}`;
  return `${town} ${trade}${number} ${['GmbH', 'S.p.A.', 'SA', 'B.V.'][i % 4] ?? ''}`;
}

function account(i: number): Account {
  const next = random(97 + i);
  const [name, country, domain] = named[i] ?? [invented(i), 'Germany', ''];
  const lines = Array.from({ length: 2 + (i % 3) }, (_, j) => line(i, j, next));
  const sold = sum(lines.filter((l) => l.counts).map((l) => l.quantity));
  const silent = [4, 22, 24].includes(i) || i === 21;
  const total = silent ? null : Math.round(sold * 0.8);
  const level = total === null ? null : Math.round(total * (i === 0 ? 1.121 : 0.5 + next() * 0.48));
  const months = Array.from({ length: 12 }, (_, m) =>
    level === null || m === 6 ? null : Math.round(level * (0.86 + (m / 11) * 0.14 + (next() - 0.5) * 0.05)),
  );
  return {
    key: `tenant:${String(4417 + i * 13).padStart(6, '0')}`,
    id: `${country.slice(0, 2).toUpperCase()}-${String(4417 + i * 13).padStart(6, '0')}`,
    name,
    country,
    region: i % 2 === 0 ? 'South' : 'North',
    segment: sold > 300 ? 'Corporate' : 'Small and medium',
    owner: ['M. Keller', 'S. Bianchi', 'Y. Mori'][i % 3] ?? '',
    domain,
    watched: i < 3,
    lines,
    active: i === 5 ? 0 : level,
    total,
    overage: silent ? null : i === 0 ? 29 : i === 3 ? 8 : i === 11 ? 5 : 0,
    months,
  };
}

function sum(values: (number | null)[]): number {
  return values.reduce<number>((all, value) => all + (value ?? 0), 0);
}

/** makeAccounts invents so many accounts, always the same. */
export function makeAccounts(count: number): Account[] {
  return Array.from({ length: count }, (_, i) => account(i));
}

/** endingsOf lists what ends within so many days, soonest first. */
export function endingsOf(accounts: Account[], days: number): Ending[] {
  return accounts
    .flatMap((a) =>
      a.lines
        .filter((l) => (l.counts || l.trial) && l.days !== null && l.days >= 0 && l.days <= days)
        .map((l) => ({
          key: l.key,
          accountKey: a.key,
          account: a.name,
          product: l.product,
          quantity: l.quantity,
          assigned: l.assigned,
          end: l.end,
          days: l.days ?? 0,
          autoRenew: l.autoRenew,
          status: l.status,
          watched: l.watched || a.watched,
        })),
    )
    .sort((x, y) => x.days - y.days);
}
