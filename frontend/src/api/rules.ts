import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';

import { act, parsed, read } from './client';
import { keys } from './queries';
import type {
  Activity,
  Inspected,
  ListedRule,
  Rehearsal,
  RuleDocument,
  RuleState,
  RuleTemplate,
  RuleVersion,
  Segment,
  ShortRule,
  Tested,
  WhyExplained,
} from './ruleTypes';

/** ruleKeys name the cached answers about rules; a change of rules invalidates "rules", one of facts or settings too. */
export const ruleKeys = {
  rules: keys.rules,
  segments: ['rules', 'segments'] as const,
  inspections: ['rules', 'inspect'] as const,
  rehearsals: ['rules', 'rehearse'] as const,
};

/** askRulesAgain asks again for all that a change of rules makes stale. */
export function askRulesAgain(client: QueryClient): Promise<unknown> {
  return Promise.all([keys.rules, keys.inbox, keys.status].map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** rulesQuery lists the rules, drafts included, with a sentence each in a language. */
export function rulesQuery(lang: string) {
  return queryOptions({
    queryKey: [...ruleKeys.rules, 'list', lang],
    queryFn: () => parsed<ListedRule[]>(read('Rules', 'List', lang)),
    // Another language takes no rule from who edits one.
    placeholderData: keepPreviousData,
  });
}

/** putRule puts a rule as it was just kept into the lists there are: who opens it before they are asked for again goes on from it. */
export function putRule(client: QueryClient, id: number, rule: RuleDocument): void {
  client.setQueriesData<ListedRule[]>({ queryKey: [...ruleKeys.rules, 'list'] }, (list) =>
    list?.map((one) => (one.id === id ? { ...one, rule } : one)),
  );
}

/** ruleTemplatesQuery lists the ready-made rules. */
export function ruleTemplatesQuery(lang: string) {
  return queryOptions({
    queryKey: [...ruleKeys.rules, 'templates', lang],
    queryFn: () => parsed<RuleTemplate[]>(read('Rules', 'Templates', lang)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** inspectionQuery is what a rule finds now; id 0 is one that is not kept. */
export function inspectionQuery(id: number, rule: RuleDocument, lang: string) {
  const text = JSON.stringify(rule);
  return queryOptions({
    queryKey: [...ruleKeys.inspections, id, text, lang],
    queryFn: () => parsed<Inspected>(act('Rules', 'Inspect', id, text, lang)),
  });
}

/** rehearsalQuery replays a rule on the stored history between two days; "" are the last 26 weeks. */
export function rehearsalQuery(rule: RuleDocument, from: string, to: string, lang: string) {
  const text = JSON.stringify(rule);
  return queryOptions({
    queryKey: [...ruleKeys.rehearsals, text, from, to, lang],
    queryFn: () => parsed<Rehearsal>(act('Rules', 'Rehearse', text, from, to, lang)),
  });
}

/** activityQuery is a page of the log, newest first; rule 0 is that of all rules, kinds none are all. */
export function activityQuery(rule: number, kinds: string[], find: string, offset: number) {
  return queryOptions({
    queryKey: [...ruleKeys.rules, 'activity', rule, kinds, find, offset],
    queryFn: () => parsed<{ entries: Activity[]; count: number }>(read('Rules', 'Activity', rule, kinds, find, offset)),
  });
}

/** versionsQuery lists the kept definitions of a rule, newest first, with a sentence each. */
export function versionsQuery(id: number, lang: string) {
  return queryOptions({
    queryKey: [...ruleKeys.rules, 'versions', id, lang],
    queryFn: () => parsed<RuleVersion[]>(read('Rules', 'Versions', id, lang)),
  });
}

/** whyQuery says why an instance of a rule fired, or did not. */
export function whyQuery(id: number, instance: string) {
  return queryOptions({
    queryKey: [...ruleKeys.rules, 'why', id, instance],
    queryFn: () => parsed<WhyExplained>(read('Rules', 'Why', id, instance)),
  });
}

/** segmentsQuery lists the live segments with their sizes. */
export function segmentsQuery() {
  return queryOptions({
    queryKey: ruleKeys.segments,
    queryFn: () => parsed<Segment[]>(read('Rules', 'Segments')),
  });
}

/** ruleActions change rules. save keeps a definition (id 0: a new draft) and returns the id. */
export const ruleActions = {
  save: (id: number, rule: RuleDocument | ShortRule) => act<number>('Rules', 'Save', id, JSON.stringify(rule)),
  setState: (id: number, state: RuleState) => act<boolean>('Rules', 'SetState', id, state),
  remove: (id: number) => act<boolean>('Rules', 'Remove', id),
  duplicate: (id: number) => act<number>('Rules', 'Duplicate', id),
  /** restore makes an earlier version the definition again, as a new version. */
  restore: (id: number, version: number) => act<boolean>('Rules', 'Restore', id, version),
  /** test sends the preview of a rule (or of none: id 0) by one destination and says which channel delivered. */
  test: (rule: RuleDocument | null, destination: string, lang: string) =>
    act<Tested>('Rules', 'Test', rule ? JSON.stringify(rule) : '', destination, lang),
  saveSegment: (segment: Omit<Segment, 'size'>) => act<string>('Rules', 'SaveSegment', JSON.stringify(segment)),
  removeSegment: (name: string) => act<boolean>('Rules', 'RemoveSegment', name),
};
