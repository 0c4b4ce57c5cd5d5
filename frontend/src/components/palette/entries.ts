import { useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { settings } from '../../api/actions';
import { keys, settingsQuery } from '../../api/queries';
import { foundQuery, libraryQuery } from '../../api/reports';
import type { Entry as Document, Found } from '../../api/reportTypes';
import { goTo, goToHash } from '../../lib/route';
import { type ShortcutName, sections } from '../../lib/shortcuts';
import { hasHandler, runShortcut } from '../../lib/useShortcut';
import { toast, toastError } from '../toast';
import { type Answers, best, ranked } from './fuzzy';
import { type Recent, recent } from './recent';

/** GroupName is a heading of the palette. */
export type GroupName =
  | 'recent'
  | 'pages'
  | 'commands'
  | 'dashboards'
  | 'reports'
  | 'accounts'
  | 'entitlements'
  | 'settings'
  | 'help';

/** PaletteEntry is one line of the palette. */
export interface PaletteEntry extends Recent {
  shortcut?: ShortcutName;
  run: () => void;
}

/** PaletteGroup is a heading with its lines. */
export interface PaletteGroup {
  name: GroupName;
  entries: PaletteEntry[];
}

/** offered are the shortcuts that are commands, too: those that need nothing chosen. */
const offered: ShortcutName[] = [
  'import',
  'export',
  'print',
  'find',
  'asOf',
  'compare',
  'save',
  'undo',
  'redo',
  'back',
  'forward',
  'zoomIn',
  'zoomOut',
  'zoomReset',
  'keys',
];

const sectionKeys: ShortcutName[] = [
  'section1',
  'section2',
  'section3',
  'section4',
  'section5',
  'section6',
  'section7',
];
const languages = ['en', 'it', 'de', 'fr', 'es', 'ja'] as const;
const fields = [
  'own_partner_ids',
  'renewal_grace_days',
  'import_warn_share',
  'language',
  'region',
  'week_start',
  'notify_desktop',
  'quiet_from',
  'digest_time',
  'smtp_host',
  'webhooks',
  'agent',
];
const terms = ['licenses_sold', 'deployment_rate', 'usage_rate', 'overage', 'trial', 'grace', 'data_as_of', 'scope'];

/** perGroup is how many lines a group has at most while one searches. */
const perGroup = 6;

function textOf({ title, sub }: PaletteEntry): string {
  return `${title} ${sub}`;
}

/** usePalette returns what the palette offers for a text. */
export function usePalette(text: string): PaletteGroup[] {
  const { i18n } = useTranslation();
  const own = useOwnEntries();
  const { data: dashboards = [] } = useQuery(libraryQuery('dashboard', i18n.language));
  const { data: reports = [] } = useQuery(libraryQuery('report', i18n.language));
  const { data: found = [] } = useQuery(foundQuery(text.trim(), i18n.language));
  const groups: PaletteGroup[] = [
    ...own,
    { name: 'dashboards', entries: dashboards.filter((one) => one.about !== 'account').map(documentEntry) },
    { name: 'reports', entries: reports.map(documentEntry) },
  ];
  if (text.trim() === '') {
    const shown = groups.filter(({ name }) => atFirst.includes(name));
    return filledOf([{ name: 'recent', entries: recentEntries(groups) }, ...shown]);
  }
  const asked = [
    ...groups.map(({ name, entries }) => ({ name, ...best(text, entries, textOf, perGroup) })),
    { name: 'accounts' as const, ...foundBy(text, found, 'account') },
    { name: 'entitlements' as const, ...foundBy(text, found, 'entitlement') },
  ];
  return filledOf(ranked(asked).map(({ name, items }) => ({ name, entries: items })));
}

function filledOf(groups: PaletteGroup[]): PaletteGroup[] {
  return groups.filter(({ entries }) => entries.length > 0);
}

/** foundBy are the accounts or entitlements the program found; what they are found by may be no part of what is shown. */
function foundBy(text: string, found: Found[], kind: Found['kind']): Answers<PaletteEntry> {
  const items = foundEntries(found, kind);
  const { points } = best(text, items, textOf, perGroup);
  return { items, points: items.length > 0 ? Math.max(points, within) : -1 };
}

/** within is how well those answer at least. */
const within = 40;

/** atFirst are the groups shown before anything is typed. */
const atFirst: GroupName[] = ['pages', 'commands', 'dashboards'];

/** recentEntries finds what was chosen last: what is no page must still be offered. */
function recentEntries(groups: PaletteGroup[]): PaletteEntry[] {
  const all = new Map(groups.flatMap(({ entries }) => entries).map((one) => [one.id, one]));
  return recent().flatMap((one) => {
    const { route } = one;
    const entry = all.get(one.id);
    if (entry) return [entry];
    return route === undefined ? [] : [{ ...one, run: () => goToHash(`#/${route}`) }];
  });
}

function documentEntry({ kind, name, title, words }: Document): PaletteEntry {
  const run = () => goTo(kind, name);
  return { id: `${kind}:${name}`, title, sub: words, route: `${kind}/${encodeURIComponent(name)}`, run };
}

function foundEntries(found: Found[], kind: Found['kind']): PaletteEntry[] {
  return found
    .filter((one) => one.kind === kind)
    .slice(0, perGroup)
    .map(({ title, sub, route }) => ({
      id: `${kind}:${route}`,
      title,
      sub,
      route,
      run: () => goToHash(`#/${route}`),
    }));
}

/** useOwnEntries are the commands, pages, settings and terms: what needs no data. */
function useOwnEntries(): PaletteGroup[] {
  const { t } = useTranslation();
  const places = [...sections, 'settings', 'help'] as const;
  const pages = places.map((name, i): PaletteEntry => {
    const shortcut = name === 'settings' || name === 'help' ? name : sectionKeys[i];
    return {
      id: `page:${name}`,
      title: t(`nav.${name}`),
      sub: '',
      ...(shortcut && { shortcut }),
      run: () => goTo(name),
    };
  });
  pages.push({ id: 'page:watch', title: t('watchlist.title'), sub: '', run: () => goTo('watch') });
  const commands = offered.filter(hasHandler).map(
    (shortcut): PaletteEntry => ({
      id: `do:${shortcut}`,
      title: t(`shortcut.${shortcut}`),
      sub: '',
      shortcut,
      run: () => runShortcut(shortcut),
    }),
  );
  const field = (name: string): PaletteEntry => ({
    id: `set:${name}`,
    title: t(`palette.field.${name as 'region'}`),
    sub: '',
    run: () => goTo('settings', name),
  });
  const term = (name: string): PaletteEntry => ({
    id: `term:${name}`,
    title: t(`glossary.${name as 'trial'}.name`),
    sub: t('palette.meaning'),
    run: () => goTo('help', name),
  });
  return [
    { name: 'pages', entries: pages },
    { name: 'commands', entries: [...commands, ...useDoing(), ...useLooks()] },
    { name: 'settings', entries: fields.map(field) },
    { name: 'help', entries: terms.map(term) },
  ];
}

/** useDoing are the commands that are no shortcut. */
function useDoing(): PaletteEntry[] {
  const { t } = useTranslation();
  const backup = () =>
    settings
      .backup()
      .then((path) => path !== '' && toast({ message: t('settings.backedUp', { path }) }))
      .catch(toastError);
  return [
    { id: 'do:newReport', title: t('palette.newReport'), sub: '', run: () => goTo('report', 'new') },
    { id: 'do:backup', title: t('palette.backup'), sub: '', run: backup },
  ];
}

/** useLooks are the commands that change scheme and language. */
function useLooks(): PaletteEntry[] {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(settingsQuery());
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = (['auto', 'light', 'dark'] as const).filter((one) => one !== colorScheme);
  const speak = (code: string) =>
    settings
      .set('language', code)
      .then((all) => client.setQueryData(keys.settings, all))
      .catch(toastError);
  return [
    ...schemes.map((one) => ({
      id: `scheme:${one}`,
      title: t(`palette.scheme.${one}`),
      sub: '',
      run: () => setColorScheme(one),
    })),
    ...languages
      .filter((code) => code !== data?.language)
      .map((code) => ({
        id: `language:${code}`,
        title: t('palette.language', { language: new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code }),
        sub: '',
        run: () => speak(code),
      })),
  ];
}
