import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { AppError } from '../api/client';
import { followChanges } from '../api/events';
import { settingsQuery } from '../api/queries';
import { calendarLocale } from '../lib/i18n';
import { usePrinting } from '../lib/printing';
import { keepLanguage } from './language';
import { resolver, theme } from './theme';

const scheme = localStorageColorSchemeManager({ key: 'headroom.theme' });

/** newClient makes a client that asks again only where an answer got lost. */
function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && error instanceof AppError && error.fault.code === 'timeout',
      },
    },
  });
}

/** Providers give every page its theme, its answers and its toasts. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newClient);
  const printing = usePrinting();
  useEffect(() => followChanges(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolver}
        defaultColorScheme="auto"
        colorSchemeManager={scheme}
        {...(printing && { forceColorScheme: 'light' })}
      >
        <Regional>{children}</Regional>
        <Notifications position="bottom-right" limit={1} containerWidth={340} zIndex={400} />
      </MantineProvider>
    </QueryClientProvider>
  );
}

const weekDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Regional speaks the person's language, and lets calendars begin with their first day of the week. */
function Regional({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const { data } = useQuery(settingsQuery());
  const { language, region, week_start } = data ?? {};
  useEffect(() => {
    if (language !== undefined && region !== undefined) keepLanguage(language, region);
  }, [language, region]);
  const first = Math.max(0, weekDays.indexOf(week_start ?? 'monday'));
  return (
    <DatesProvider settings={{ firstDayOfWeek: first as 0 | 1, locale: calendarLocale(i18n.language) }}>
      {children}
    </DatesProvider>
  );
}
