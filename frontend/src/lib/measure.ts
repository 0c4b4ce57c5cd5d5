/** Pen measures texts in one font. */
type Pen = OffscreenCanvasRenderingContext2D | null;

const pens = new Map<string, Pen>();

/** guess is how wide a letter is in a font of 1 px, where nothing can measure it. */
const guess = 0.56;

/** textWidth is the width of a text in the font of the page at a size in px; where no canvas can tell, it is guessed. */
export function textWidth(text: string, size: number, weight = 400): number {
  const font = `${weight} ${size}px`;
  let pen = pens.get(font);
  if (pen === undefined) {
    pen = newPen(font);
    pens.set(font, pen);
  }
  return pen ? pen.measureText(text.slice(0, 200)).width : text.length * size * guess;
}

function newPen(font: string): Pen {
  const context = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('2d');
  if (context) context.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return context;
}

/** cutTo shortens a text to a width. */
export function cutTo(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let end = text.length;
  while (end > 1 && textWidth(`${text.slice(0, end).trimEnd()}…`, size) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** wrapped breaks a text at spaces into so many lines of a width at most; what is still too long is cut. */
export function wrapped(text: string, width: number, size: number, lines: number): string[] {
  const made: string[] = [];
  let rest = text.trim();
  while (made.length < lines - 1 && textWidth(rest, size) > width) {
    const at = breakOf(rest, width, size);
    if (at <= 0) break;
    made.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...made, cutTo(rest, width, size)];
}

/** breakOf is the last place within a width at which a text may be broken: after a space, a hyphen or a Japanese letter. */
function breakOf(text: string, width: number, size: number): number {
  let at = 0;
  for (const { index } of text.matchAll(/(?<=[\s\-/\u3040-\u30ff\u3400-\u9fff])/gu)) {
    if (index > 0 && textWidth(text.slice(0, index).trimEnd(), size) > width) break;
    at = index;
  }
  return at;
}
