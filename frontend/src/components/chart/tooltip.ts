import { missing } from '../../lib/format';
import css from './Chart.module.css';
import { headOf, type Line, linesOf, type Point, type Saying, seriesOf } from './points';

interface Hovered {
  seriesIndex?: number;
  dataIndex?: number;
  dataType?: string;
  name?: string;
  data?: { title?: string };
  color?: unknown;
  event?: { target?: { __dimIdx?: number } };
}

/** mostLines is how many series a tooltip lists. */
const mostLines = 14;

/** tooltipOf makes what is shown at a point, from nodes of text: no name can become markup. */
export function tooltipOf(saying: Saying, hint: string) {
  return (given: unknown): HTMLElement | string => {
    const hovered = (Array.isArray(given) ? given : [given]) as Hovered[];
    const series = seriesOf(saying.option);
    const shown = hovered.filter(({ seriesIndex = -1 }) => series[seriesIndex] && !series[seriesIndex]?.unsaid);
    const [first] = shown;
    if (!first) return '';
    if (first.dataType === 'node') return box(first.data?.title ?? '', [], '');
    const points = shown.map((one) => ({ series: one.seriesIndex ?? 0, index: one.dataIndex ?? 0, colour: one.color }));
    const rows = points
      .filter(({ series: i }) => !series[i]?.beyond)
      .flatMap((point) => linesOf(saying, spoke(point, first)).map((line) => ({ ...line, colour: point.colour })));
    const known = rows.length > mostLines ? rows.filter(({ text }) => text !== missing) : rows;
    const [at] = points;
    return box(at ? headOf(saying, spoke(at, first)) : '', known.slice(0, mostLines), hint);
  };
}

/** spoke is the point of a radar that the pointer is on. */
function spoke<P extends Point>(point: P, { event }: Hovered): P {
  const index = event?.target?.__dimIdx;
  return index === undefined ? point : { ...point, index };
}

function box(head: string, lines: (Line & { colour?: unknown })[], hint: string): HTMLElement {
  const made = element('div', css.tip);
  if (head !== '') made.append(element('div', css.tipHead, head));
  for (const { label, text, base, colour } of lines) {
    const line = element('div', css.tipLine);
    const swatch = element('span', css.swatch);
    if (typeof colour === 'string' && lines.length > 1) swatch.style.background = colour;
    line.append(swatch, element('span', css.tipLabel, label), element('span', css.tipText, text));
    if (base !== '') line.append(element('span', css.tipBase, base));
    made.append(line);
  }
  if (hint !== '') made.append(element('div', css.tipHint, hint));
  return made;
}

function element(tag: string, className: string | undefined, text?: string): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
