import i18n, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';

import type en from '../locales/en.json';
import { setRegion } from './format';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** T puts a key of the catalogue into words. */
export type T = TFunction;

const catalogues = import.meta.glob<typeof en>('../locales/*.json', { eager: true, import: 'default' });

/** languages are the codes that have a catalogue. */
export const languages = Object.keys(catalogues).map((path) => path.replace(/^.*\/(.+)\.json$/, '$1'));

/** plainRegion is the region of a language spoken by someone from elsewhere: not every English reader counts like an American. */
const plainRegion: Record<string, string> = { en: 'en-GB' };

/** startLanguage loads the catalogues and speaks the given language, or English. */
export function startLanguage(code: string, regionTag: string): typeof i18n {
  const lng = languages.includes(code) ? code : 'en';
  const resources = Object.fromEntries(
    Object.entries(catalogues).map(([path, translation]) => [path.replace(/^.*\/(.+)\.json$/, '$1'), { translation }]),
  );
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
