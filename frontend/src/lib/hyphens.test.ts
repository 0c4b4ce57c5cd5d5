import { describe, expect, it } from 'vitest';

import { hyphenated } from './hyphens';

describe('hyphenated', () => {
  it.each([
    ['Verlängerungspunktzahl', 'Verlängerungs|punktzahl'],
    ['Endende Nutzungsrechte', 'Endende Nutzungsrechte'],
    ['Verlängerungs-Score', 'Verlängerungs-Score'],
    ['Bereitstellungsquote', 'Bereitstellungs|quote'],
    ['Benachrichtigungen', 'Benach|richtigungen'],
    ['Umsatz', 'Umsatz'],
  ])('lets %s break between its parts where it is long', (label, parts) => {
    expect(hyphenated(label, 'de')).toBe(parts.replace('|', '\u00ad'));
  });

  it('leaves other languages as they are', () => {
    expect(hyphenated('Verlängerungspunktzahl', 'en')).toBe('Verlängerungspunktzahl');
  });
});
