/** Piece is a part of a sentence; strong ones are what the person chose. */
export interface Piece {
  text: string;
  strong: boolean;
}

/** star stands for a "*" of a value while the sentence is made, because in a template it marks what is strong. */
const star = '\uE000';

/** plain makes a value safe to be put into a template. */
export function plain(text: string): string {
  return text.replaceAll(star, '').replaceAll('*', star);
}

/** pieces takes a sentence apart at the marks of its template: "Country is *Italy*". */
export function pieces(sentence: string): Piece[] {
  return sentence
    .split('*')
    .map((text, i) => ({ text: text.replaceAll(star, '*'), strong: i % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

/** textOf is a sentence without marks. */
export function textOf(sentence: string): string {
  return pieces(sentence)
    .map((piece) => piece.text)
    .join('');
}
