/** fold makes texts comparable: without accents, widths and case. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe');
}

/** loose is what an answer is worth that has the letters of a word but not the word. */
const loose = 10;

/**
 * score says how well a folded text answers folded words, higher is better; -1 is
 * not at all. Every word must be found: at the begin of the text, of one of its
 * words, within one, or with letters left out, which is worth little whatever else is found.
 */
export function score(words: readonly string[], text: string): number {
  const each = words.map((word) => scoreOf(word, text));
  if (each.some((one) => one < 0)) return -1;
  const sum = each.includes(loose) ? loose : each.reduce((all, one) => all + one, 0);
  // Of two that answer equally well the shorter one is meant more likely.
  return sum - text.length / 1000;
}

function scoreOf(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 100;
  if (at > 0) return /[\s\-_/.,:("'…]/.test(text[at - 1] ?? '') || startsLater(word, text) ? 80 : 40;
  return scattered(word, text) ? loose : -1;
}

function startsLater(word: string, text: string): boolean {
  return [' ', '-', '/', '.', '('].some((before) => text.includes(before + word));
}

/** scattered says whether the letters of a word come in its order, each beginning a word or following the one before it. */
function scattered(word: string, text: string): boolean {
  if (word.length < 2) return false;
  let at = -1;
  for (const letter of word) {
    let next = text.indexOf(letter, at + 1);
    while (next > 0 && next !== at + 1 && !/[\s\-_/.]/.test(text[next - 1] ?? ''))
      next = text.indexOf(letter, next + 1);
    if (next < 0) return false;
    at = next;
  }
  return true;
}

/** Answers are the items that answer a text, the best first, and how well the best of them does. */
export interface Answers<T> {
  items: T[];
  points: number;
}

/** wordsOf are the folded words of a text. */
function wordsOf(text: string): string[] {
  return fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** best are the items that answer a text, the best first, and loose ones only where there are no others; of none, all of them. */
export function best<T>(text: string, items: readonly T[], textOf: (item: T) => string, most: number): Answers<T> {
  const words = wordsOf(text);
  if (words.length === 0) return { items: items.slice(0, most), points: 0 };
  const found = items
    .map((item) => ({ item, points: score(words, fold(textOf(item))) }))
    .filter(({ points }) => points >= 0)
    .sort((a, b) => b.points - a.points);
  const points = found[0]?.points ?? -1;
  const good = points > loose ? found.filter((one) => one.points > loose) : found;
  return { items: good.slice(0, most).map(({ item }) => item), points };
}

/** ranked puts lists of answers that answer better first; loose ones are left out where others are not. Of equal ones the order stays. */
export function ranked<L extends { points: number }>(lists: readonly L[]): L[] {
  const good = lists.filter(({ points }) => points > loose);
  return [...(good.length > 0 ? good : lists)].sort((a, b) => Math.ceil(b.points) - Math.ceil(a.points));
}
