import { type Palette, palettes, type Scheme } from '../../lib/palette';

/** Contrast is what the system asks for beside the scheme: colours of its own, or more contrast. */
export type Contrast = 'usual' | 'more' | 'forced';

/** Inks are the colours an option may name: "ink:counts". */
export type Inks = Record<string, string>;

const system = {
  canvas: 'Canvas',
  text: 'CanvasText',
  accent: 'Highlight',
  link: 'LinkText',
  grey: 'GrayText',
} as const;

/** systemColours reads the colours the person forces on every program. */
export function systemColours(): Record<keyof typeof system, string> {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (name: string) => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  };
  const out = Object.fromEntries(Object.entries(system).map(([key, name]) => [key, read(name)]));
  probe.remove();
  return out as Record<keyof typeof system, string>;
}

/** paletteOf is the palette of a scheme with the contrast the person needs. */
export function paletteOf(scheme: Scheme, contrast: Contrast): Palette {
  const p = palettes[scheme];
  if (contrast === 'usual') return p;
  if (contrast === 'more') {
    return { ...p, text2: p.text, text3: p.text, axis: p.text, lineStrong: p.text, grid: p.lineStrong, edge: p.text };
  }
  const c = systemColours();
  const lines = { line: c.text, lineStrong: c.text, grid: c.grey, axis: c.text, edge: c.text, band: c.canvas };
  return {
    ...p,
    ...lines,
    canvas: c.canvas,
    text: c.text,
    text2: c.text,
    text3: c.text,
    accentText: c.link,
    series: [c.text, c.accent, c.link, c.grey, c.text, c.accent, c.link, c.grey],
    ramp: [c.canvas, c.canvas, c.grey, c.accent, c.text],
  };
}

/** inksOf gives the names of colours in options their colours. */
export function inksOf(p: Palette, scheme: Scheme, contrast: Contrast): Inks {
  const inks: Inks = {
    counts: p.series[0] ?? p.text,
    over: p.series[1] ?? p.text,
    part: p.ramp[1] ?? p.canvas,
    strong: p.ramp[4] ?? p.text,
    edge: p.edge,
    canvas: p.canvas,
    band: p.band,
    grid: p.grid,
    text: p.text,
    text2: p.text2,
    line: p.lineStrong,
    axis: p.axis,
    decal: contrast === 'forced' ? p.canvas : `${p.canvas}8c`,
    crit: p.crit,
    warn: p.warn,
    good: p.good,
    info: p.info,
    neutral: p.neu,
    critBg: p.critBg,
    warnBg: p.warnBg,
    goodBg: p.goodBg,
    infoBg: p.infoBg,
    neutralBg: p.neuBg,
    ...diverging[scheme],
  };
  if (contrast === 'forced') {
    const tints = ['critBg', 'warnBg', 'goodBg', 'infoBg', 'neutralBg', 'part', 'below1', 'above1', 'middle'];
    for (const name of tints) inks[name] = p.canvas;
    for (const name of ['crit', 'warn', 'good', 'info', 'neutral', 'below3', 'above3']) inks[name] = p.text;
  }
  p.series.forEach((colour, i) => {
    inks[`series${i + 1}`] = colour;
  });
  p.ramp.forEach((colour, i) => {
    inks[`ramp${i + 1}`] = colour;
  });
  return inks;
}

/** diverging is amber to blue, never red to green. */
const diverging: Record<Scheme, Inks> = {
  light: {
    below3: '#9a5300',
    below2: '#d9994f',
    below1: '#f3dcc0',
    middle: '#eceef2',
    above1: '#c6dafe',
    above2: '#6f9ae6',
    above3: '#1d4a94',
  },
  dark: {
    below3: '#ffd09a',
    below2: '#c98a3c',
    below1: '#6b4a1f',
    middle: '#2a2e36',
    above1: '#2a4a86',
    above2: '#5b8bdd',
    above3: '#c3d7ff',
  },
};

/** inked replaces the names of colours by colours. Only what is a colour is looked at, so that a name stays a name. */
export function inked(value: unknown, inks: Inks, colour = false): unknown {
  if (typeof value === 'string') return colour && value.startsWith('ink:') ? (inks[value.slice(4)] ?? value) : value;
  if (Array.isArray(value)) return value.map((part) => inked(part, inks, colour));
  if (typeof value !== 'object' || value === null) return value;
  const made: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) made[key] = inked(part, inks, /color$/i.test(key));
  return made;
}
