import i18n, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';

import type base from '../locales/en/base.json';
import type dashboards from '../locales/en/dashboards.json';
import type exports from '../locales/en/exports.json';
import type filter from '../locales/en/filter.json';
import type header from '../locales/en/header.json';
import type palette from '../locales/en/palette.json';
import type passport from '../locales/en/passport.json';
import type reports from '../locales/en/reports.json';
import type table from '../locales/en/table.json';
import type visual from '../locales/en/visual.json';
import { setRegion } from './format';

/** Catalogue holds every text: a file of a language for each part of the window. */
type Catalogue = typeof base &
  typeof visual &
  typeof table &
  typeof passport &
  typeof filter &
  typeof dashboards &
  typeof reports &
  typeof palette &
  typeof header &
  typeof exports;

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Catalogue };
    returnNull: false;
  }
}

/** T puts a key of the catalogue into words. */
export type T = TFunction;

const files = import.meta.glob<object>('../locales/*/*.json', { eager: true, import: 'default' });

/** catalogues are the texts by language. */
const catalogues: Record<string, object> = {};
for (const [path, texts] of Object.entries(files)) {
  const language = path.split('/').at(-2) ?? '';
  catalogues[language] = { ...catalogues[language], ...texts };
}

/** languages are the codes that have a catalogue. */
export const languages = Object.keys(catalogues);

/** plainRegion is the region of a language spoken by someone from elsewhere: not every English reader counts like an American. */
const plainRegion: Record<string, string> = { en: 'en-GB' };

/** startLanguage loads the catalogues and speaks the given language, or English. */
export function startLanguage(code: string, regionTag: string): typeof i18n {
  const lng = languages.includes(code) ? code : 'en';
  const resources = Object.fromEntries(languages.map((code) => [code, { translation: catalogues[code] ?? {} }]));
  i18n.use(initReactI18next).init({
    lng,
    fallbackLng: 'en',
    resources,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  setRegion(regionTag.startsWith(lng) ? regionTag : (plainRegion[lng] ?? lng));
  document.documentElement.lang = lng;
  return i18n;
}
