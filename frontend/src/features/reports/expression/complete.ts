import type { FunctionWords } from '../../../api/metricTypes';
import { fold } from '../../../lib/format';
import { bracketed, columnIn, tokenize } from './tokens';

/** Named is something that can be written into an expression. */
export interface Named {
  name: string;
  label: string;
  words: string;
}

/** Vocabulary is what completion offers. */
export interface Vocabulary {
  columns: Named[];
  tokens: Named[];
  functions: FunctionWords[];
  decimalComma: boolean;
}

/** Offer is one completion: its text takes the place from and to; caret is where typing goes on, from its end back. */
export interface Offer {
  kind: 'column' | 'function' | 'token';
  label: string;
  detail: string;
  words: string;
  text: string;
  back: number;
}

/** Offers are the completions at a place. */
export interface Offers {
  from: number;
  to: number;
  list: Offer[];
}

/** offersAt are the completions at a place: columns after [, tokens after {{, else functions and columns by their beginnings. */
export function offersAt(text: string, place: number, all: Vocabulary, asked: boolean): Offers | null {
  const pieces = tokenize(text, all.decimalComma);
  const piece = pieces.find((one) => one.from < place && place <= one.to);
  const typed = piece ? text.slice(piece.from, place) : '';
  switch (piece?.kind) {
    case 'column': {
      if (place === piece.to && text.charAt(place - 1) === ']') return null;
      return offers(piece.from, piece.to, matching(all.columns, columnIn(typed)).map(columnOffer));
    }
    case 'token':
      if (place === piece.to && text.slice(0, place).endsWith('}}')) return null;
      return offers(piece.from, piece.to, matching(all.tokens, typed.replace(/^\{\{/, '')).map(tokenOffer));
    case 'name':
    case 'function':
      return offers(piece.from, piece.to, [
        ...functionsFor(all, typed, text.charAt(piece.to)),
        ...matching(all.columns, typed).map(columnOffer),
      ]);
    case 'string':
    case 'comment':
    case 'number':
      return null;
    default:
      return asked ? offers(place, place, [...all.columns.map(columnOffer), ...functionsFor(all, '', '')]) : null;
  }
}

function offers(from: number, to: number, list: Offer[]): Offers | null {
  return list.length === 0 ? null : { from, to, list };
}

/** matching are the names a beginning finds: first those that begin so, then those that hold it. */
function matching(names: Named[], typed: string): Named[] {
  const text = fold(typed);
  const score = (one: Named) => {
    const [label, name] = [fold(one.label), fold(one.name)];
    if (label.startsWith(text) || name.startsWith(text)) return 0;
    return label.includes(text) || name.includes(text) ? 1 : 2;
  };
  return names
    .map((one) => ({ one, score: score(one) }))
    .filter((each) => each.score < 2)
    .sort((a, b) => a.score - b.score)
    .map((each) => each.one);
}

function columnOffer({ name, label, words }: Named): Offer {
  return { kind: 'column', label, detail: name, words, text: bracketed(name), back: 0 };
}

function tokenOffer({ name, words }: Named): Offer {
  return { kind: 'token', label: name, detail: '', words, text: `{{${name}}}`, back: 0 };
}

function functionsFor({ functions, decimalComma }: Vocabulary, typed: string, next: string): Offer[] {
  const text = typed.toUpperCase();
  return functions
    .filter((one) => one.name.startsWith(text))
    .map(({ name, signature, words }): Offer => {
      const open = next === '(';
      const empty = /\(\s*\)$/.test(signature);
      return {
        kind: 'function',
        label: name,
        detail: localSignature(signature, decimalComma),
        words,
        text: open ? name : `${name}()`,
        back: open || empty ? 0 : 1,
      };
    });
}

/** localSignature writes a signature with the separator of the person. */
export function localSignature(signature: string, decimalComma: boolean): string {
  return decimalComma ? signature.replaceAll(',', ';') : signature;
}
