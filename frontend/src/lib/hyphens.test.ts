import { describe, expect, it } from 'vitest';

import { hyphenated, together } from './hyphens';

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

describe('together', () => {
  it.each([
    ['6 licenses end in 9 days (1 Dec)', '6_licenses end in 9_days (1_Dec)'],
    ['handeln bis Mi., 25. Nov. (noch 3 Tage)', 'handeln bis Mi., 25._Nov. (noch 3_Tage)'],
    ['über 90 % von 20 Benutzern', 'über 90_% von 20_Benutzern'],
    ['Licenses assigned: 13,996', 'Licenses assigned:_13,996'],
    ['+2,2 %-Pkt. seit 22. Aug.', '+2,2_%-Pkt. seit 22._Aug.'],
    ['Design Suite Pro: none', 'Design Suite Pro: none'],
  ])('keeps numbers of %s on the line of what they count', (text, parts) => {
    expect(together(text)).toBe(parts.replaceAll('_', '\u00a0'));
  });
});
