import { beforeAll, describe, expect, it } from 'vitest';

import { speak, startLanguage } from '../../lib/i18n';
import { termsText } from './terms';

describe('the words of terms of notice', () => {
  const { t } = startLanguage('en', 'en-GB');
  beforeAll(() => speak('de', 'de-DE'));

  it('are said in the language of the person', () => {
    expect(termsText('told window', t, 'de')).toBe('Zeitfenster laut Quelle');
    expect(termsText('notice 3 months, calendar DE', t, 'de')).toBe(
      'Kündigung vor dem Ende: 3 Monate, Arbeitstage: Deutschland',
    );
    expect(termsText('window 10 working days, calendar account', t, 'de')).toBe(
      'Nach Beginn kündbar für: 10 Arbeitstage, Arbeitstage: Des Landes des Accounts',
    );
  });

  it('leave what they cannot read as it is', () => {
    expect(termsText('three months to the end of a quarter', t, 'de')).toBe('three months to the end of a quarter');
    expect(termsText('notice soon, told window', t, 'de')).toBe('notice soon, Zeitfenster laut Quelle');
    expect(termsText('', t, 'de')).toBe('');
  });
});
