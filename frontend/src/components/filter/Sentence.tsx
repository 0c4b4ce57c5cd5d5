import type { Piece } from './pieces';

/** Sentence draws a sentence with what the person chose set off. */
export function Sentence({ pieces }: { pieces: Piece[] }) {
  return pieces.map((piece, i) => (piece.strong ? <b key={i}>{piece.text}</b> : <span key={i}>{piece.text}</span>));
}
