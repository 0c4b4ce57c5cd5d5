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

/** linesOf is on how many lines a text stands in a width, so many at most; a word that is too long is broken as the page breaks it. */
export function linesOf(text: string, width: number, size: number, most: number): number {
  let rest = text.trim();
  let lines = 1;
  while (lines < most && rest !== '') {
    const whole = textWidth(rest, size);
    if (whole <= width) break;
    const at = breakOf(rest, width, size) || Math.max(1, Math.floor((rest.length * width) / whole));
    rest = rest.slice(at).trimStart();
    lines++;
  }
  return lines;
}

/** halved is the least width in which a text has no more than two lines. */
export function halved(text: string, size: number): number {
  let least = textWidth(text, size);
  for (const { index } of text.matchAll(breaks)) {
    // The longer line is shortest where the text is broken near its middle.
    if (index < text.length / 4 || index > (text.length * 3) / 4) continue;
    const lines = [text.slice(0, index).trimEnd(), text.slice(index)];
    least = Math.min(least, Math.max(...lines.map((line) => textWidth(line, size))));
  }
  return least;
}

/** breaks are the places where a text may be broken: after a space, a hyphen or a Japanese letter, and not before what begins no line. */
const breaks = /(?<=[\s\-/\u3040-\u30ff\u3400-\u9fff])(?![\s、。）」』・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ])/gu;

/** breakOf is the last place within a width at which a text may be broken; 0 is none. */
function breakOf(text: string, width: number, size: number): number {
  let at = 0;
  for (const { index } of text.matchAll(breaks)) {
    if (index > 0 && textWidth(text.slice(0, index).trimEnd(), size) > width) break;
    at = index;
  }
  return at;
}
