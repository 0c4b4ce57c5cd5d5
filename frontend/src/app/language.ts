import { languageOf, regionOf, speak, startLanguage } from '../lib/i18n';

const key = 'headroom.language';

/** beginLanguage speaks as the window did last, so that the first frame is in the person's language. */
export async function beginLanguage(): Promise<void> {
  startLanguage('en', regionOf('system', 'en'));
  const [language = 'system', region = 'system'] = (localStorage.getItem(key) ?? '').split(' ').filter(Boolean);
  // Without its texts a language is no reason not to start: the window stays English.
  await change(language, region).catch(() => undefined);
}

/** keepLanguage speaks as the settings say, and remembers it for the next start. */
export function keepLanguage(language: string, region: string): void {
  const known = localStorage.getItem(key);
  const next = `${language} ${region}`;
  if (known === next) return;
  localStorage.setItem(key, next);
  change(language, region);
}

function change(language: string, region: string): Promise<void> {
  const code = languageOf(language);
  return speak(code, regionOf(region, code));
}
