/** tags are the regions one can choose: a language and a country, as numbers and days are written there. */
const tags = [
  'en-AU',
  'de-AT',
  'nl-BE',
  'fr-BE',
  'pt-BR',
  'en-CA',
  'fr-CA',
  'es-CL',
  'zh-CN',
  'es-CO',
  'cs-CZ',
  'da-DK',
  'fi-FI',
  'fr-FR',
  'de-DE',
  'el-GR',
  'hu-HU',
  'en-IN',
  'en-IE',
  'it-IT',
  'ja-JP',
  'ko-KR',
  'fr-LU',
  'es-MX',
  'nl-NL',
  'en-NZ',
  'nb-NO',
  'pl-PL',
  'pt-PT',
  'ro-RO',
  'en-SG',
  'en-ZA',
  'es-ES',
  'sv-SE',
  'de-CH',
  'fr-CH',
  'it-CH',
  'zh-TW',
  'tr-TR',
  'en-GB',
  'en-US',
];

/** Region is one to choose, with its name in the person's language. */
export interface Region {
  tag: string;
  name: string;
}

/** regions lists them by name: "Switzerland (German)", where a country has several. */
export function regions(language: string): Region[] {
  const countries = new Intl.DisplayNames([language], { type: 'region' });
  const languages = new Intl.DisplayNames([language], { type: 'language' });
  const countryOf = (tag: string) => tag.slice(-2);
  const named = tags.map((tag) => {
    const country = countries.of(countryOf(tag)) ?? tag;
    const several = tags.filter((other) => countryOf(other) === countryOf(tag)).length > 1;
    return { tag, name: several ? `${country} (${languages.of(tag.split('-')[0] ?? tag)})` : country };
  });
  return named.sort((a, b) => a.name.localeCompare(b.name, language));
}

const weekDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

interface WithWeek {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** weekStartOf is the day weeks begin with in a region. */
export function weekStartOf(tag: string): (typeof weekDays)[number] {
  const locale = new Intl.Locale(tag) as Intl.Locale & WithWeek;
  const first = locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? 1;
  return weekDays[first - 1] ?? 'monday';
}
