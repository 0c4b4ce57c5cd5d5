import i18n, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';

import type base from '../locales/en/base.json';
import type dashboards from '../locales/en/dashboards.json';
import type exports from '../locales/en/exports.json';
import type filter from '../locales/en/filter.json';
import type header from '../locales/en/header.json';
import type inbox from '../locales/en/inbox.json';
import type notify from '../locales/en/notify.json';
import type outdated from '../locales/en/outdated.json';
import type palette from '../locales/en/palette.json';
import type passport from '../locales/en/passport.json';
import type reports from '../locales/en/reports.json';
import type rules from '../locales/en/rules.json';
import type table from '../locales/en/table.json';
import type terms from '../locales/en/terms.json';
import type visual from '../locales/en/visual.json';
import type watchlist from '../locales/en/watchlist.json';
import { setRegion } from './format';

/** Catalogue holds every text: a file of a language for each part of the window. */
type Catalogue = typeof base &
  typeof visual &
  typeof table &
  typeof terms &
  typeof passport &
  typeof filter &
  typeof dashboards &
  typeof reports &
  typeof rules &
  typeof palette &
  typeof header &
  typeof inbox &
  typeof notify &
  typeof outdated &
  typeof watchlist &
  typeof exports;

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Catalogue };
    returnNull: false;
  }
}

/** T puts a key of the catalogue into words. */
export type T = TFunction;

/** languageCodes are the languages the window speaks, English first. */
export const languageCodes = ['en', 'it', 'de', 'fr', 'es', 'ja'] as const;

/** LanguageCode is one of them. */
export type LanguageCode = (typeof languageCodes)[number];

const english = import.meta.glob<object>('../locales/en/*.json', { eager: true, import: 'default' });
const foreign = import.meta.glob<object>(['../locales/*/*.json', '!../locales/en/*.json'], { import: 'default' });

/** filesOf are the catalogue's files of a language; only English comes with the first page. */
function filesOf(code: string): (() => Promise<object>)[] {
  return Object.entries(foreign)
    .filter(([path]) => path.split('/').at(-2) === code)
    .map(([, load]) => load);
}

/** languages are the codes that have a catalogue. */
export const languages: LanguageCode[] = languageCodes.filter((code) => code === 'en' || filesOf(code).length > 0);

/** plainRegion is the region of a language spoken by someone from elsewhere: not every English reader counts like an American. */
const plainRegion: Record<LanguageCode, string> = {
  en: 'en-GB',
  it: 'it-IT',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  ja: 'ja-JP',
};

/** calendars bring the names of months and days to the calendars one chooses days from. */
const calendars: Record<LanguageCode, () => Promise<unknown>> = {
  en: () => import('dayjs/locale/en-gb'),
  it: () => import('dayjs/locale/it'),
  de: () => import('dayjs/locale/de'),
  fr: () => import('dayjs/locale/fr'),
  es: () => import('dayjs/locale/es'),
  ja: () => import('dayjs/locale/ja'),
};

/** calendarLocale is how the calendars call a language. */
export function calendarLocale(code: string): string {
  return code === 'en' ? 'en-gb' : code;
}

/** languageOf resolves the setting: "system" is the first language of the system that the window speaks. */
export function languageOf(setting: string, system: readonly string[] = navigator.languages): LanguageCode {
  const wanted = setting === 'system' ? system.map((tag) => tag.split('-')[0]) : [setting];
  return languages.find((code) => code === wanted.find((one) => languages.some((known) => known === one))) ?? 'en';
}

/** regionOf resolves the setting: "system" is the region of the system, where it has one. */
export function regionOf(setting: string, code: LanguageCode, system: string = navigator.language): string {
  if (setting !== 'system') return setting;
  return /-[A-Z]{2}$/.test(system) ? system : plainRegion[code];
}

/** startLanguage speaks English, in which the window starts; others are learnt by speak. */
export function startLanguage(code: 'en', regionTag: string): typeof i18n {
  i18n.use(initReactI18next).init({
    lng: code,
    fallbackLng: 'en',
    resources: { en: { translation: Object.assign({}, ...Object.values(english)) as Catalogue } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  setRegion(regionTag, code);
  document.documentElement.lang = code;
  return i18n;
}

/** latest is the last change asked for: an older one that takes longer must not undo it. */
let latest = 0;

/** speak changes the language of the window and the region whose figures and days it prints. */
export async function speak(code: LanguageCode, regionTag: string): Promise<void> {
  latest += 1;
  const mine = latest;
  const [parts] = await Promise.all([Promise.all(filesOf(code).map((load) => load())), calendars[code]()]);
  if (mine !== latest) return;
  if (code !== 'en') i18n.addResourceBundle(code, 'translation', Object.assign({}, ...parts), true, true);
  setRegion(regionTag, code);
  document.documentElement.lang = code;
  // It is told even where only the region changed, so that everything is printed again.
  await i18n.changeLanguage(code);
}
