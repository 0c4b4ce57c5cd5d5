/** SettingsProps are the settings by name, and how one is changed; a value that does not fit is refused with the reason. */
export interface SettingsProps {
  values: Record<string, string>;
  onSet: (name: string, value: string) => Promise<unknown>;
}

/** Webhook is an address that notifications are sent to. */
export interface Webhook {
  name: string;
  url: string;
}

/** readWebhooks reads the setting; what is damaged is none. */
export function readWebhooks(text: string | undefined): Webhook[] {
  try {
    const all: unknown = JSON.parse(text || '[]');
    return Array.isArray(all) ? all.filter(isWebhook) : [];
  } catch {
    return [];
  }
}

function isWebhook(value: unknown): value is Webhook {
  const { name, url } = (value ?? {}) as Partial<Webhook>;
  return typeof name === 'string' && typeof url === 'string';
}

/** WebhookFault says what is wrong with a webhook before it is kept. */
export type WebhookFault = 'name' | 'taken' | 'url';

/** webhookFault checks a new webhook against those there are. */
export function webhookFault({ name, url }: Webhook, known: Webhook[]): WebhookFault | null {
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(name)) return 'name';
  if (known.some((one) => one.name === name)) return 'taken';
  return isSafe(url) ? null : 'url';
}

function isSafe(url: string): boolean {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' && hostname !== '';
  } catch {
    return false;
  }
}

/** countries are those whose holidays the program knows. */
const countries = [
  'AR',
  'AT',
  'BE',
  'BG',
  'BR',
  'CA',
  'CH',
  'CZ',
  'DE',
  'DK',
  'ES',
  'FR',
  'GB',
  'GR',
  'HR',
  'IE',
  'IT',
  'JP',
  'LT',
  'LV',
  'NL',
  'NO',
  'NZ',
  'PL',
  'RO',
  'RU',
  'SE',
  'SI',
  'SK',
  'UA',
  'US',
  'ZA',
];

/** countryNames are the countries by the words of a language, in its order. */
export function countryNames(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return countries
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}
