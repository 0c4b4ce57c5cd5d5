/** Kind is what a piece of an expression is. */
export type Kind =
  | 'column'
  | 'token'
  | 'function'
  | 'name'
  | 'number'
  | 'string'
  | 'comment'
  | 'operator'
  | 'separator'
  | 'open'
  | 'close'
  | 'wrong';

/** Piece is a part of an expression: the text from and to. */
export interface Piece {
  kind: Kind;
  from: number;
  to: number;
}

/** patterns are tried in their order; each begins where the last piece ended. */
function patterns(decimalComma: boolean): [Kind, RegExp][] {
  const number = decimalComma ? /(\d+(,\d*)?|,\d+)(e[+-]?\d+)?/iy : /(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/iy;
  return [
    ['comment', /\/\/[^\n]*/y],
    ['token', /\{\{[^{}\n]*(\}\}|$)/y],
    ['column', /\[(\]\]|[^\]\n])*(\]|$)/y],
    ['string', /"(""|[^"])*("|$)/y],
    ['number', number],
    ['function', /[\p{L}_][\p{L}\p{N}_]*(?=\s*\()/uy],
    ['name', /[\p{L}_][\p{L}\p{N}_.]*/uy],
    ['operator', /<=|>=|<>|[-+*/=<>]/y],
    ['separator', decimalComma ? /;/y : /,/y],
    ['open', /\(/y],
    ['close', /\)/y],
  ];
}

const dotted = patterns(false);
const commaed = patterns(true);

/** tokenize takes an expression apart; what belongs to nothing is wrong, blanks are left out. */
export function tokenize(text: string, decimalComma: boolean): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    const piece = pieceAt(text, at, decimalComma ? commaed : dotted);
    pieces.push(piece);
    at = piece.to;
  }
  return pieces;
}

function pieceAt(text: string, at: number, all: [Kind, RegExp][]): Piece {
  for (const [kind, pattern] of all) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match && match[0].length > 0) return { kind, from: at, to: at + match[0].length };
  }
  return { kind: 'wrong', from: at, to: at + 1 };
}

/** columnIn is the name in the brackets of a column. */
export function columnIn(text: string): string {
  return text.replace(/^\[/, '').replace(/\]$/, '').replaceAll(']]', ']');
}

/** bracketed writes the name of a column as an expression has it. */
export function bracketed(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

/** localForm writes an expression that is kept, with points and commas, for a person whose decimals have a comma. */
export function localForm(canonical: string, decimalComma: boolean): string {
  if (!decimalComma) return canonical;
  let text = '';
  let at = 0;
  for (const { kind, from, to } of tokenize(canonical, false)) {
    const piece = canonical.slice(from, to);
    text += canonical.slice(at, from);
    if (kind === 'number') text += piece.replace('.', ',');
    else text += kind === 'separator' ? ';' : piece;
    at = to;
  }
  return text + canonical.slice(at);
}

/** Call is the function whose arguments a place is in, and which of them. */
export interface Call {
  name: string;
  argument: number;
}

/** callAt finds the innermost call around a place; null outside of all. */
export function callAt(text: string, place: number, decimalComma: boolean): Call | null {
  const open: (Call | null)[] = [];
  let before: Piece | undefined;
  for (const piece of tokenize(text, decimalComma)) {
    if (piece.from >= place) break;
    if (piece.kind === 'open') {
      const name = before?.kind === 'function' ? text.slice(before.from, before.to).toUpperCase() : '';
      open.push(name === '' ? null : { name, argument: 0 });
    } else if (piece.kind === 'close' && piece.to <= place) open.pop();
    else if (piece.kind === 'separator') {
      const call = open.at(-1);
      if (call) call.argument++;
    }
    before = piece;
  }
  return open.findLast((call) => call !== null) ?? null;
}

/** argumentsOf are the arguments of a signature; "…" repeats the ones before. */
export function argumentsOf(signature: string): string[] {
  const inside = signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')'));
  return inside === '' ? [] : inside.split(',').map((one) => one.trim());
}

/** activeArgument is which part of a signature an argument is: those beyond its end are what repeats. */
export function activeArgument(signature: string, argument: number): number {
  const parts = argumentsOf(signature);
  if (argument < parts.length) return argument;
  return parts.at(-1) === '…' ? parts.length - 1 : -1;
}
