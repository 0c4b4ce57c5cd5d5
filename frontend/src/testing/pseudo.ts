/** Catalogue is the texts of a language, nested by key. */
export type Catalogue = { [key: string]: string | Catalogue };

// biome-ignore format: two lines for each half of the alphabet.
const accented: Record<string, string> = {
  a: 'á', b: 'ƀ', c: 'ç', d: 'ð', e: 'é', f: 'ƒ', g: 'ĝ', h: 'ĥ', i: 'í', j: 'ĵ', k: 'ķ', l: 'ļ', m: 'ɱ',
  n: 'ñ', o: 'ó', p: 'þ', q: 'ɋ', r: 'ŕ', s: 'š', t: 'ţ', u: 'ú', v: 'ʋ', w: 'ŵ', x: 'ẋ', y: 'ý', z: 'ž',
  A: 'Á', B: 'Ɓ', C: 'Ç', D: 'Ð', E: 'É', F: 'Ƒ', G: 'Ĝ', H: 'Ĥ', I: 'Í', J: 'Ĵ', K: 'Ķ', L: 'Ļ', M: 'Ɱ',
  N: 'Ñ', O: 'Ó', P: 'Þ', Q: 'Ɋ', R: 'Ŕ', S: 'Š', T: 'Ţ', U: 'Ú', V: 'Ʋ', W: 'Ŵ', X: 'Ẋ', Y: 'Ý', Z: 'Ž',
};

/** tokens are what a text must keep as it is: placeholders, nesting, tags. */
const tokens = /(\{\{[^}]+\}\}|\$t\([^)]*\)|<[^>]+>)/;

/**
 * pseudoText is a text as no language has it: accented, 40 % longer, in
 * brackets. What is on the screen without brackets is not in the catalogue, and
 * what loses one is cut off.
 */
export function pseudoText(text: string): string {
  const parts = text.split(tokens);
  const words = parts.filter((_, i) => i % 2 === 0).join('');
  const longer = '~'.repeat(Math.ceil(words.length * 0.4));
  const written = parts.map((part, i) =>
    i % 2 === 0 ? part.replace(/[a-z]/gi, (letter) => accented[letter] ?? letter) : part,
  );
  return `[${written.join('')}${longer}]`;
}

/** pseudo is a catalogue whose every text is pseudoText. */
export function pseudo(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === 'string' ? pseudoText(value) : pseudo(value),
    ]),
  );
}
