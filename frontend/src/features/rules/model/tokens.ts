import type { RuleDocument } from '../../../api/ruleTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import type { T } from '../../../lib/i18n';
import { isAboutEnds } from './conditions';

/** MessageToken is something a message can name: {{account}}. */
export interface MessageToken {
  name: string;
  label: string;
}

const always = ['account', 'product'];
const ofEnds = ['entitlement', 'sku', 'quantity', 'unassigned', 'end_date', 'days_to_end', 'act_by', 'days_to_act'];
const found = ['value', 'limit', 'metric', 'reason', 'rule'] as const;
const ofChange = ['before', 'change'] as const;
const ofLines = ['count', 'lines'] as const;

/** tokensOf are those that fit a rule: what tells instances apart, its figures, and what the condition found. */
export function tokensOf(rule: RuleDocument, words: Words, t: T): MessageToken[] {
  const per = (rule.per ?? []).map((name) => name.replace(/_key$/, ''));
  const figures = rule.query?.metrics ?? [];
  const { kind, columns = [] } = rule.condition;
  const ends = isAboutEnds(kind);
  const names = [...new Set([...always, ...per, ...(ends ? ofEnds : []), ...figures, ...columns])];
  const told = [...found, ...(kind === 'change' ? ofChange : []), ...(ends ? ofLines : [])];
  return [
    ...names.map((name) => ({ name, label: words.label(name) })),
    ...told.map((name) => ({ name, label: t(`rules.token.${name}`) })),
    { name: 'TODAY', label: t('rules.token.TODAY') },
  ];
}

/** Piece is a part of a message: text, or a token with its braces. */
export interface Piece {
  from: number;
  to: number;
  /** name is that of the token, "" of text. */
  name: string;
}

/** tokensIn finds the tokens of a text. */
export function tokensIn(text: string): Piece[] {
  return [...text.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    name: match[1] ?? '',
  }));
}

/** begunAt is where a token begins that is being written before a place, with what of it is there; null for none. */
export function begunAt(text: string, place: number): { from: number; typed: string } | null {
  const before = text.slice(0, place);
  const from = before.lastIndexOf('{{');
  if (from < 0 || before.indexOf('}}', from) >= 0 || before.indexOf('\n', from) >= 0) return null;
  return { from, typed: before.slice(from + 2).trimStart() };
}
