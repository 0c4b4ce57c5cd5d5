import { textWidth, wrapped } from '../../lib/measure';
import type { Option } from './formats';

/** NamedAxis is an axis of an option as far as the room is divided among axes. */
export interface NamedAxis {
  type?: string;
  data?: string[];
  name?: string;
  position?: string;
  offset?: number;
  min?: number;
  max?: number;
  interval?: number;
  nameTextStyle?: Option;
  nameTruncate?: Option;
  axisLabel?: Option & { formatter?: unknown; width?: number };
}

const size = 12;
const small = 11;
/** line is how high a name is, tight how high each line is of one that has two where there is little room, and pair how high a row is at least for two of them. */
export const line = 14;
const tight = 12;
const pair = 22;
/** share is how much of a drawing names at its side take at most, and least what they always have. */
const share = 0.42;
const least = 72;
/** gap is the room between a name or a base and what is drawn. */
export const gap = 8;
/** between is the room before a column of bases. */
const between = 16;
/** head is how wide the head of a column of bases is before it breaks. */
const head = 96;

/** Side is how the names at the side of a drawing are printed. */
export interface Side {
  width: number;
  label: Option;
}

/** sideOf gives the names at the side of a drawing the room they need: two lines where rows are high enough, and cut only where that is too little. */
export function sideOf(axis: NamedAxis, width: number, each: number): Side {
  const most = Math.max(least, Math.floor(width * share));
  const all = each >= line ? { interval: 0 } : {};
  if (typeof axis.axisLabel?.formatter === 'string' || !axis.data) {
    const given = Math.min(axis.axisLabel?.width ?? most, most);
    return { width: given, label: { ...all, width: given } };
  }
  const lines = each >= pair ? 2 : 1;
  const texts = axis.data.map((name) => wrapped(name, most, size, lines));
  const widest = texts.flat().reduce((wide, text) => Math.max(wide, textWidth(text, size)), 0);
  const formatter = (_: unknown, at: number) => texts[at]?.join('\n') ?? '';
  return {
    width: Math.ceil(widest),
    label: { ...all, formatter, width: undefined, lineHeight: each >= 2 * line ? line : tight, overflow: 'none' },
  };
}

/** isBase reports whether an axis prints what rates are made of. */
export function isBase(axis: NamedAxis): boolean {
  return axis.position === 'right' && axis.type === 'category';
}

/** basesOf puts the columns of what rates are made of beside each other, figures below figures, and says how wide all are. */
export function basesOf(axes: NamedAxis[]): { axes: NamedAxis[]; width: number } {
  let edge = 0;
  const made = axes.map((axis): NamedAxis => {
    const name = (axis.name ?? '').replaceAll('\n', ' ');
    const figures = (axis.data ?? []).reduce((wide, text) => Math.max(wide, textWidth(text, small)), 0);
    const heads = broken(name, Math.max(head, figures));
    const width = Math.ceil(Math.max(figures, ...heads.map((text) => textWidth(text, small))));
    edge += between + width;
    return {
      ...axis,
      offset: edge,
      name: heads.join('\n'),
      nameTruncate: {},
      nameTextStyle: { ...axis.nameTextStyle, align: 'right', lineHeight: 13 },
      axisLabel: { ...axis.axisLabel, inside: true, margin: 0, align: 'right', interval: 0 },
    };
  });
  return { axes: made, width: edge };
}

/** broken breaks a head into two lines at most; one long word stays whole. */
function broken(name: string, width: number): string[] {
  const widest = name.split(' ').reduce((wide, word) => Math.max(wide, textWidth(word, small)), width);
  return wrapped(name, Math.ceil(widest) + 1, small, 2);
}
