import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Compare } from '../api/metricTypes';
import { statusQuery } from '../api/queries';
import type { View } from '../api/types';
import { useRoute } from '../lib/route';
import { isDay, readCompare } from './compare';

/** useView returns the point of view every page is asked for; it lives in the address. */
export function useView(): View {
  const { params } = useRoute();
  const { i18n } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const asOf = params.get('asOf') ?? '';
  const knownAt = Number(params.get('knownAt') ?? 0);
  return {
    asOf: isDay(asOf) ? asOf : '',
    ...(Number.isSafeInteger(knownAt) && knownAt > 0 && { knownAt }),
    scope: params.get('scope') === 'own' ? 'own' : 'all',
    dark: scheme === 'dark',
    lang: i18n.language,
  };
}

/** useCompare returns the state every figure is compared with; it lives in the address, too. */
export function useCompare(): Compare | undefined {
  const { params } = useRoute();
  const text = params.get('compare');
  return useMemo(() => readCompare(text), [text]);
}

/** useToday returns the person's day as the program knows it. */
export function useToday(): string {
  const { data } = useQuery(statusQuery());
  return data?.today ?? '';
}
