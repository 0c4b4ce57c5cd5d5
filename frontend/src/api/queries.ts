import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { imports } from './actions';
import { read } from './client';
import type {
  Decision,
  FoundFile,
  Memory,
  Quarantine,
  Review,
  Said,
  Staleness,
  Suggestion,
  WatchedFolder,
} from './importTypes';
import type { ImportRow, Status, Watched } from './types';

/** keys name every cached answer; a change invalidates by its first word. */
export const keys = {
  status: ['status'] as const,
  account: ['account'] as const,
  watched: ['watched'] as const,
  imports: ['imports'] as const,
  inbox: ['inbox'] as const,
  rules: ['rules'] as const,
  settings: ['settings'] as const,
};

/** statusQuery says what the program opened on. */
export function statusQuery() {
  return queryOptions({ queryKey: keys.status, queryFn: () => read<Status>('System', 'Status') });
}

/** watchedQuery is what the person watches. */
export function watchedQuery() {
  return queryOptions({ queryKey: keys.watched, queryFn: () => read<Watched>('Portfolio', 'Watched') });
}

/** importsQuery is the history, newest first. */
export function importsQuery() {
  return queryOptions({ queryKey: keys.imports, queryFn: () => read<ImportRow[]>('Imports', 'History') });
}

/** filesQuery lists the files behind a path: itself, or the members of an archive or folder. */
export function filesQuery(path: string) {
  return queryOptions({ queryKey: ['files', path], queryFn: () => imports.expand([path]) });
}

/** inspectionQuery is what is known of a file when so much is said about it; reading it takes as long as it takes. */
export function inspectionQuery(path: string, member: string, said: Said) {
  return queryOptions({
    queryKey: ['inspection', path, member, said],
    queryFn: () => imports.inspect(path, member, said),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
}

/** checkQuery is a dry run of a file: nothing of it is stored. */
export function checkQuery(path: string, member: string, said: Said) {
  return queryOptions({
    queryKey: ['check', path, member, said],
    queryFn: () => imports.check(path, member, said),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
}

/** rejectedQuery is the rows an import left out, with their cells, page after page. */
export function rejectedQuery(id: number) {
  return infiniteQueryOptions({
    queryKey: [...keys.imports, 'rejected', id],
    queryFn: ({ pageParam }) => read<Quarantine>('Imports', 'Rejected', id, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const shown = all.reduce((sum, page) => sum + (page.rows?.length ?? 0), 0);
      return (last.rows?.length ?? 0) > 0 && shown < last.total ? shown : undefined;
    },
  });
}

/** movedQuery is what an import changed, or what changed between two of them. */
export function movedQuery(id: number, since = 0) {
  return queryOptions({
    queryKey: [...keys.imports, 'moved', id, since],
    queryFn: () =>
      since === 0 ? read<Review>('Imports', 'Moved', id) : read<Review>('Imports', 'MovedBetween', since, id),
  });
}

/** memoriesQuery is every mapping that is remembered. */
export function memoriesQuery() {
  return queryOptions({
    queryKey: [...keys.imports, 'memories'],
    queryFn: () => read<Memory[]>('Imports', 'Memories'),
  });
}

/** stalenessQuery says of every source how late it is. */
export function stalenessQuery() {
  return queryOptions({
    queryKey: [...keys.imports, 'staleness'],
    queryFn: () => read<Staleness[]>('Imports', 'Staleness'),
  });
}

/** foldersQuery is every watched folder. */
export function foldersQuery() {
  return queryOptions({
    queryKey: [...keys.imports, 'folders'],
    queryFn: () => read<WatchedFolder[]>('Imports', 'Folders'),
  });
}

/** foundQuery is what waits in watched folders. */
export function foundQuery() {
  return queryOptions({ queryKey: [...keys.imports, 'found'], queryFn: () => read<FoundFile[]>('Imports', 'Found') });
}

/** suggestionsQuery is every pair that may be one account or product. */
export function suggestionsQuery() {
  return queryOptions({
    queryKey: [...keys.account, 'suggestions'],
    queryFn: () => read<Suggestion[]>('Identity', 'Suggestions'),
  });
}

/** decisionsQuery is what was decided about such pairs. */
export function decisionsQuery() {
  return queryOptions({
    queryKey: [...keys.account, 'decisions'],
    queryFn: () => read<Decision[]>('Identity', 'Decisions'),
  });
}

/** settingsQuery is every setting by name. */
export function settingsQuery() {
  return queryOptions({
    queryKey: keys.settings,
    queryFn: () => read<Record<string, string>>('Settings', 'All'),
  });
}
