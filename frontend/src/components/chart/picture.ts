const scale = 2;
const head = 52;
const gap = 12;

/** Heading is what stands above a picture: its title, and a line of what it shows and of when. */
export interface Heading {
  title: string;
  sub: string;
}

/** pictureOf draws what is drawn in an element, with a heading, as a PNG of twice its size. */
export async function pictureOf(element: HTMLElement, { title, sub }: Heading): Promise<string> {
  const box = element.querySelector<HTMLElement>('[data-drawing]');
  const source = box?.querySelector<SVGSVGElement | HTMLCanvasElement>('svg, canvas');
  if (!box || !source) throw new Error('Nothing is drawn here.');
  const { width, height } = box.getBoundingClientRect();
  const look = getComputedStyle(document.documentElement);
  const colour = (name: string) => look.getPropertyValue(name).trim();
  const paper = document.createElement('canvas');
  paper.width = Math.ceil((width + 2 * gap) * scale);
  paper.height = Math.ceil((height + head + gap) * scale);
  const pen = paper.getContext('2d');
  if (!pen) throw new Error('Pictures cannot be made here.');
  pen.scale(scale, scale);
  pen.fillStyle = colour('--hr-canvas') || '#fff';
  pen.fillRect(0, 0, paper.width, paper.height);
  const font = getComputedStyle(document.body).fontFamily;
  const write = (text: string, style: string, ink: string, y: number) => {
    pen.font = `${style} ${font}`;
    pen.fillStyle = ink;
    pen.fillText(fitted(pen, text, width), gap, y);
  };
  write(title, '600 13px', colour('--hr-text') || '#000', gap + 13);
  write(sub, '400 12px', colour('--hr-text-2') || '#555', gap + 31);
  pen.drawImage(
    source instanceof HTMLCanvasElement ? source : await imageOf(source, width, height),
    gap,
    head,
    width,
    height,
  );
  return paper.toDataURL('image/png');
}

/** fitted cuts a text to a width. */
function fitted(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 0 && pen.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}

async function imageOf(svg: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width * scale));
  copy.setAttribute('height', String(height * scale));
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
