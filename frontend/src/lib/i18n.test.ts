import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { day, inDays, int, list, setRegion } from './format';
import { languageOf, languages, regionOf, speak, startLanguage } from './i18n';

describe('language and region', () => {
  beforeAll(() => {
    startLanguage('en', 'en-GB');
  });
  afterAll(() => setRegion('en-GB', 'en'));

  it.each<[string, string[], string]>([
    ['en', ['de-DE'], 'en'],
    ['system', ['tlh', 'en-US'], 'en'],
    ['system', [], 'en'],
    ['tlh', [], 'en'],
  ])('%s of %o is %s', (setting, system, want) => expect(languageOf(setting, system)).toBe(want));

  it('speaks the first language of the system it knows', () => {
    const other = languages.find((code) => code !== 'en') ?? 'en';
    expect(languageOf('system', ['tlh', `${other}-XX`, 'en'])).toBe(other);
  });

  it.each<[string, string, string]>([
    ['de-CH', 'en-US', 'de-CH'],
    ['system', 'en-US', 'en-US'],
    ['system', 'en', 'en-GB'],
  ])('the region %s on %s is %s', (setting, system, want) => expect(regionOf(setting, 'en', system)).toBe(want));

  it.each([
    ['en', 'en-GB', '12,430', '20 Nov 2026', 'in 3 days', 'a and b'],
    ['en', 'de-DE', '12.430', '20 Nov 2026', 'in 3 days', 'a and b'],
    ['de', 'de-DE', '12.430', '20. Nov. 2026', 'in 3 Tagen', 'a und b'],
    ['de', 'en-US', '12,430', '20. Nov. 2026', 'in 3 Tagen', 'a und b'],
    ['ja', 'ja-JP', '12,430', '2026年11月20日', '3 日後', 'a、b'],
    ['fr', 'fr-FR', '12\u202f430', '20 nov. 2026', 'dans 3 jours', 'a et b'],
    ['it', 'it-IT', '12.430', '20 nov 2026', 'tra 3 giorni', 'a e b'],
    ['es', 'es-ES', '12.430', '20 nov 2026', 'dentro de 3 días', 'a y b'],
  ])('%s in %s writes %s', (language, tag, number, date, distance, both) => {
    setRegion(tag, language);
    expect([int(12430), day('2026-11-20'), inDays(3), list(['a', 'b'])]).toEqual([number, date, distance, both]);
  });

  it('changes without a restart, and only the last change counts', async () => {
    await Promise.all([speak('en', 'de-DE'), speak('en', 'fr-FR')]);
    expect(int(12430)).toBe('12\u202f430');
    expect(document.documentElement.lang).toBe('en');
  });
});
