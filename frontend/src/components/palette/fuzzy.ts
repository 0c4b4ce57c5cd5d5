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

/**
 * score says how well a folded text answers folded words, higher is better; -1 is
 * not at all. Every word must be found: at the begin of the text, of one of its
 * words, within one, or with letters left out.
 */
export function score(words: readonly string[], text: string): number {
  let sum = 0;
  for (const word of words) {
    const one = scoreOf(word, text);
    if (one < 0) return -1;
    sum += one;
  }
  // Of two that answer equally well the shorter one is meant more likely.
  return sum - text.length / 1000;
}

function scoreOf(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 100;
  if (at > 0) return /[\s\-_/.,:("'…]/.test(text[at - 1] ?? '') || startsLater(word, text) ? 80 : 40;
  return scattered(word, text) ? 10 : -1;
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

/** best are the items that answer a text, the best first; of none, all of them. */
export function best<T>(text: string, items: readonly T[], textOf: (item: T) => string, most: number): T[] {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return items.slice(0, most);
  return items
    .map((item) => ({ item, points: score(words, fold(textOf(item))) }))
    .filter(({ points }) => points >= 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, most)
    .map(({ item }) => item);
}
