/** Palette holds the colours of one scheme (the window's visual language). */
export interface Palette {
  canvas: string;
  rail: string;
  sunken: string;
  hover: string;
  sel: string;
  line: string;
  lineStrong: string;
  text: string;
  text2: string;
  text3: string;
  accent: string;
  accentHover: string;
  accentText: string;
  onAccent: string;
  crit: string;
  critFill: string;
  critBg: string;
  warn: string;
  warnBg: string;
  good: string;
  goodBg: string;
  info: string;
  infoBg: string;
  neu: string;
  neuBg: string;
  grid: string;
  axis: string;
  band: string;
  edge: string;
  shadow: string;
  /** series are the eight colours of charts, in order. */
  series: readonly string[];
  /** ramp goes from low to high. */
  ramp: readonly string[];
}

/** Scheme is one of the two colour schemes. */
export type Scheme = 'light' | 'dark';

/** palettes are the only place where colours are written down. */
export const palettes: Record<Scheme, Palette> = {
  light: {
    canvas: '#ffffff',
    rail: '#f6f7f9',
    sunken: '#f1f3f6',
    hover: '#f3f5f8',
    sel: '#e8effc',
    line: '#e2e5ea',
    lineStrong: '#848c99',
    text: '#191c22',
    text2: '#4d5561',
    text3: '#626a76',
    accent: '#2457c5',
    accentHover: '#1c4daf',
    accentText: '#1f4fb8',
    onAccent: '#ffffff',
    crit: '#ab1240',
    critFill: '#ab1240',
    critBg: '#fdecef',
    warn: '#8a5700',
    warnBg: '#fdf3df',
    good: '#17694f',
    goodBg: '#e4f4ee',
    info: '#1f4fb8',
    infoBg: '#e8effc',
    neu: '#4d5561',
    neuBg: '#eceef2',
    grid: '#e8ebef',
    axis: '#848c99',
    band: '#f1f3f6',
    edge: '#3f70c6',
    shadow: '0 0 0 1px rgba(25,28,34,.08), 0 8px 24px rgba(25,28,34,.14)',
    series: ['#3764af', '#bf7622', '#61073f', '#00a691', '#974c53', '#45490c', '#9c7bd2', '#00396f'],
    ramp: ['#e1ecff', '#a9c5f6', '#6f9ae6', '#3f70c6', '#1d4a94'],
  },
  dark: {
    canvas: '#15171b',
    rail: '#101215',
    sunken: '#1b1e23',
    hover: '#1e2127',
    sel: '#1c2a47',
    line: '#2a2e36',
    lineStrong: '#6b7380',
    text: '#e7e9ed',
    text2: '#abb2bd',
    text3: '#8f97a4',
    accent: '#3a6ad8',
    accentHover: '#3160cc',
    accentText: '#8db1fb',
    onAccent: '#ffffff',
    crit: '#ff8f9d',
    critFill: '#c42f58',
    critBg: '#3b1d22',
    warn: '#f2c14e',
    warnBg: '#352a10',
    good: '#6ecfae',
    goodBg: '#12302a',
    info: '#8db1fb',
    infoBg: '#1c2a47',
    neu: '#abb2bd',
    neuBg: '#25292f',
    grid: '#23272e',
    axis: '#6b7380',
    band: '#1b1e23',
    edge: '#4573c4',
    shadow: '0 0 0 1px rgba(255,255,255,.08), 0 8px 24px rgba(0,0,0,.5)',
    series: ['#709fe9', '#eaa85d', '#ae6074', '#69e4c5', '#ce7e89', '#647025', '#ceb6fc', '#137db2'],
    ramp: ['#1b2a47', '#2a4a86', '#4573c4', '#7ea6f0', '#c3d7ff'],
  },
};

/** font is the system's own, Japanese covered, nothing fetched. */
export const font =
  'system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", "Hiragino Sans", "Yu Gothic UI", "Noto Sans", "Noto Sans CJK JP", sans-serif';

/** mono is for expressions, raw values and file columns only. */
export const mono = 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace';
