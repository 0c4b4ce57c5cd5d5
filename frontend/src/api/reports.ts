import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { region } from '../lib/format';
import { act, parsed, read, toAppError } from './client';
import type {
  Catalog,
  Cell,
  DefinitionKind,
  Definitions,
  ExplainedPart,
  Explanation,
  ExpressionReading,
  FunctionWords,
  ListedValue,
  Query,
  Result,
  Use,
  ValueList,
} from './metricTypes';
import type { Answer, Asking, Dashboard, DocumentKind, Entry, ExportFormat, Found, Kept, Report } from './reportTypes';
import type { View } from './types';

/** reportKeys name the cached answers of reports; a change of facts or definitions invalidates "reports", one of documents "library". */
export const reportKeys = {
  reports: ['reports'] as const,
  catalog: ['reports', 'catalog'] as const,
  library: ['library'] as const,
};

/** catalogQuery is everything a query may name, with the person's own definitions. */
export function catalogQuery(lang: string) {
  return queryOptions({
    queryKey: [...reportKeys.catalog, lang],
    queryFn: () => parsed<Catalog>(read('Reports', 'Catalog', lang)),
    staleTime: Number.POSITIVE_INFINITY,
    // Another language takes nothing from who changes something: its words come a moment later.
    placeholderData: keepPreviousData,
  });
}

/** answerQuery is what a tile shows. The old answer stays until the new one is there. */
export function answerQuery(view: View, asking: Asking) {
  const text = JSON.stringify(asking);
  return queryOptions({
    queryKey: [...reportKeys.reports, 'answer', view, text],
    queryFn: () => parsed<Answer>(read('Reports', 'Answer', view, text)),
    placeholderData: keepPreviousData,
  });
}

/** explainQuery is the passport of one figure of the answer to a query. */
export function explainQuery(view: View, query: Query, cell: Cell) {
  const args = [JSON.stringify(query), JSON.stringify(cell)] as const;
  return queryOptions({
    queryKey: [...reportKeys.reports, 'explain', view.lang, ...args],
    queryFn: () => parsed<Explanation>(act('Reports', 'Explain', view, ...args)),
  });
}

/** drillQuery is the questions for the rows behind one figure. */
export function drillQuery(view: View, query: Query, cell: Cell) {
  const args = [JSON.stringify(query), JSON.stringify(cell)] as const;
  return queryOptions({
    queryKey: [...reportKeys.reports, 'drill', ...args],
    queryFn: () => parsed<ExplainedPart[]>(read('Reports', 'Drill', view, ...args)),
  });
}

/** rowsQuery is a page of the answer to a query, as it is (nothing of the view is added). */
export function rowsQuery(query: Query, offset: number, limit: number) {
  const text = JSON.stringify({ ...query, offset, limit });
  return queryOptions({
    queryKey: [...reportKeys.reports, 'rows', text],
    queryFn: () => parsed<Result>(read('Reports', 'Rows', text)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** valuesQuery lists the values of a dimension to choose from. */
export function valuesQuery(list: ValueList) {
  const text = JSON.stringify(list);
  return queryOptions({
    queryKey: [...reportKeys.reports, 'values', text],
    queryFn: () => parsed<ListedValue[]>(read('Reports', 'Values', text)),
    placeholderData: keepPreviousData,
  });
}

/** libraryQuery lists the documents of a kind, in the language given: favourites first. */
export function libraryQuery(kind: DocumentKind, lang: string) {
  return queryOptions({
    queryKey: [...reportKeys.library, kind, lang],
    queryFn: () => parsed<Entry[]>(read('Library', 'List', kind, lang)),
  });
}

/** reportQuery is one report. */
export function reportQuery(name: string, lang: string) {
  return queryOptions({
    queryKey: [...reportKeys.library, 'report', lang, name],
    queryFn: () => parsed<Report>(read('Library', 'Get', 'report', name, lang)),
  });
}

/** dashboardQuery is one dashboard. */
export function dashboardQuery(name: string, lang: string) {
  return queryOptions({
    queryKey: [...reportKeys.library, 'dashboard', lang, name],
    queryFn: () => parsed<Dashboard>(read('Library', 'Get', 'dashboard', name, lang)),
  });
}

/** library are the actions on documents. */
export const library = {
  /** save keeps a document; one that started from another version than the kept one is refused (isOutdated). */
  save: (kind: DocumentKind, document: Report | Dashboard) =>
    act<Kept>('Library', 'Save', kind, JSON.stringify(document)),
  remove: (kind: DocumentKind, name: string) => act<boolean>('Library', 'Remove', kind, name),
  /** restore throws the person's changes to a shipped document away. */
  restore: (kind: DocumentKind, name: string) => act<boolean>('Library', 'Restore', kind, name),
  favourite: (kind: DocumentKind, name: string, on: boolean) => act<boolean>('Library', 'Favourite', kind, name, on),
};

/** isOutdated says whether a save was refused because something else is kept by now. */
export function isOutdated(cause: unknown): boolean {
  const { fault } = toAppError(cause);
  return fault.code === 'conflict' && fault.field === 'version';
}

/** keptNow is a document as it is kept at this moment, whatever was read before; null where it is gone. */
export async function keptNow<D extends Report | Dashboard>(
  kind: DocumentKind,
  name: string,
  lang: string,
): Promise<D | null> {
  try {
    return { ...(await parsed<D>(read('Library', 'Get', kind, name, lang))), name };
  } catch (cause) {
    if (toAppError(cause).fault.code === 'not_found') return null;
    throw cause;
  }
}

/** definitionsQuery is what the person added to the catalog. */
export function definitionsQuery() {
  return queryOptions({
    queryKey: [...reportKeys.reports, 'definitions'],
    queryFn: () => parsed<Definitions>(read('Definitions', 'All')),
  });
}

/** usesQuery is what names a definition. */
export function usesQuery(kind: DefinitionKind, name: string) {
  return queryOptions({
    queryKey: [...reportKeys.reports, 'uses', kind, name],
    queryFn: () => parsed<Use[]>(read('Definitions', 'Uses', kind, name)),
  });
}

/** expressionQuery is an expression as it is understood, with its value for a few rows. */
export function expressionQuery(text: string, dataset: string, decimalComma: boolean) {
  return queryOptions({
    queryKey: [...reportKeys.reports, 'expression', text, dataset, decimalComma],
    queryFn: () => parsed<ExpressionReading>(read('Definitions', 'Expression', text, dataset, decimalComma)),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** functionsQuery describes the functions of expressions. */
export function functionsQuery(lang: string) {
  return queryOptions({
    queryKey: ['functions', lang],
    queryFn: () => parsed<FunctionWords[]>(read('Definitions', 'Functions', lang)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** definitions are the actions on what the person added to the catalog. */
export const definitions = {
  define: (document: Definitions) => act<boolean>('Definitions', 'Define', JSON.stringify(document)),
  undefine: (kind: DefinitionKind, name: string) => act<boolean>('Definitions', 'Undefine', kind, name),
};

/** foundQuery searches accounts, entitlements and documents for the palette. */
export function foundQuery(text: string, lang: string, limit = 20) {
  return queryOptions({
    queryKey: [...reportKeys.reports, 'found', text, lang, limit],
    queryFn: () => parsed<Found[]>(read('Search', 'Find', text, lang, limit)),
    placeholderData: keepPreviousData,
  });
}

/** exports are what leaves the window, by native dialogs: the path of the file, "" when cancelled. */
export const exports = {
  /** table writes the whole answer, with a sheet about it in a workbook. */
  table: (view: View, asking: Asking, format: ExportFormat) =>
    act<string>('Exports', 'Table', view, JSON.stringify(asking), format, region()),
  /** picture writes a PNG given as a data URL. */
  picture: (lang: string, name: string, dataUrl: string) => act<string>('Exports', 'Picture', lang, name, dataUrl),
  copyText: (text: string) => act<boolean>('Exports', 'CopyText', text),
  /** copyPicture puts a PNG on the clipboard; false where this system cannot, so that it should be saved. */
  copyPicture: (dataUrl: string) => act<boolean>('Exports', 'CopyPicture', dataUrl),
  print: () => act<boolean>('Exports', 'Print'),
};
