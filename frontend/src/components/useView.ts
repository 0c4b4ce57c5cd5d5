import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { statusQuery } from '../api/queries';
import type { View } from '../api/types';
import { useRoute } from '../lib/route';

const isDay = /^\d{4}-\d{2}-\d{2}$/;

/** useView returns the point of view every page is asked for; it lives in the address. */
export function useView(): View {
  const { params } = useRoute();
  const { i18n } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const asOf = params.get('asOf') ?? '';
  return {
    asOf: isDay.test(asOf) ? asOf : '',
    scope: params.get('scope') === 'own' ? 'own' : 'all',
    dark: scheme === 'dark',
    lang: i18n.language,
  };
}

/** useToday returns the person's day as the program knows it. */
export function useToday(): string {
  const { data } = useQuery(statusQuery());
  return data?.today ?? '';
}
