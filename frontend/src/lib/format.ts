/** missing is printed where nothing is known: never 0, never an empty cell. */
export const missing = '–';

type Maybe = number | null | undefined;

type Formatter = Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat | Intl.ListFormat | Intl.PluralRules;

let locale = 'en-GB';
let words = 'en-GB';
let cache = new Map<string, Formatter>();

/** wordsIn is the tag of dates: the words of the language in the order of the region, where there are any. */
function wordsIn(regionTag: string, language: string): string {
  if (regionTag === language || regionTag.startsWith(`${language}-`)) return regionTag;
  const country = new Intl.Locale(regionTag).region;
  const both = `${language}-${country ?? ''}`;
  return country && Intl.DateTimeFormat.supportedLocalesOf(both)[0] === both ? both : language;
}

/** setRegion chooses the region whose figures are printed, and the language of the words in dates. */
export function setRegion(tag: string, language = tag): void {
  locale = tag;
  words = wordsIn(tag, language);
  cache = new Map();
}

/** region returns the tag in use. */
export function region(): string {
  return locale;
}

function made<T extends Formatter>(key: string, make: (locale: string) => T, tag = locale): T {
  const found = cache.get(key) as T | undefined;
  if (found) return found;
  const fresh = make(tag);
  cache.set(key, fresh);
  return fresh;
}

function number(value: Maybe, key: string, options: Intl.NumberFormatOptions): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const text = made(key, (tag) => new Intl.NumberFormat(tag, options)).format(value);
  return text.replace('-', '−');
}

/** int prints a whole number: 12,430. */
export function int(value: Maybe): string {
  return number(value, 'int', { maximumFractionDigits: 0 });
}

/** num prints at most one decimal: 1,204.5. */
export function num(value: Maybe): string {
  return number(value, 'num', { maximumFractionDigits: 1 });
}

/** percentSuffix is what the region writes behind a number of percent: "%", or " %" with a space. */
export function percentSuffix(): string {
  return made('suffix', (tag) => new Intl.NumberFormat(tag, { style: 'percent' }))
    .formatToParts(0.5)
    .reduce((rest, { type, value }) => (type === 'integer' ? '' : rest + value), '');
}

/** pct prints a fraction with one decimal: 82.6%. */
export function pct(value: Maybe): string {
  return number(value, 'pct', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** pct0 prints a fraction without decimals, for axes and thresholds: 83%. */
export function pct0(value: Maybe): string {
  return number(value, 'pct0', { style: 'percent', maximumFractionDigits: 0 });
}

/** signed prints a difference, with its sign and so many decimals at most: +1,432. */
export function signed(value: Maybe, digits = 1): string {
  return number(value, `signed${digits}`, { maximumFractionDigits: digits, signDisplay: 'exceptZero' });
}

/** signedPct prints a difference as a fraction of what was: +9.2%. */
export function signedPct(value: Maybe): string {
  return number(value, 'signedPct', {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
}

/** Style is how a figure is written; digits are those after the decimal sign, by default as usual. */
export interface Style {
  style: 'decimal' | 'abbreviated' | 'currency' | 'percentage' | 'scientific';
  digits?: number;
  currency?: string;
}

/** styled prints a number in a chosen style: 1.2k, €1,204.50, 82.6%, 1.2E4. */
export function styled(value: Maybe, { style, digits, currency }: Style): string {
  const places = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const key = `${style} ${digits} ${currency}`;
  switch (style) {
    case 'abbreviated':
      return number(value, key, { notation: 'compact', maximumFractionDigits: 1, ...places });
    case 'scientific':
      return number(value, key, { notation: 'scientific', maximumFractionDigits: 2, ...places });
    case 'percentage':
      return number(value, key, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, ...places });
    case 'currency':
      return currency
        ? money(value, currency, digits)
        : number(value, key, { minimumFractionDigits: 2, maximumFractionDigits: 2, ...places });
    default:
      return number(value, key, { maximumFractionDigits: 2, ...places });
  }
}

/** minorDigits is how many decimals the minor unit of a currency is: 2 of EUR, 0 of JPY. */
export function minorDigits(currency: string): number {
  try {
    return (
      made(`digits ${currency}`, (tag) => new Intl.NumberFormat(tag, { style: 'currency', currency })).resolvedOptions()
        .maximumFractionDigits ?? 2
    );
  } catch {
    return 2;
  }
}

/** money prints an amount with its currency; a code that is none stands behind the amount as it is. */
export function money(value: Maybe, currency: string, digits?: number): string {
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${styled(value, { style: 'decimal', digits: digits ?? 2 })} ${currency}`;
  const places = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return number(value, `money ${currency} ${digits}`, { style: 'currency', currency, ...places });
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** bytes prints a size in the largest unit that keeps it above 1: 4.1 MB. */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < byteUnits.length - 1) {
    size /= 1000;
    unit++;
  }
  return number(size, `bytes${unit}`, {
    style: 'unit',
    unit: byteUnits[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: unit > 1 ? 1 : 0,
  });
}

/** seconds prints a duration: 0.4 s, 12 s, 3 min 20 s. The symbols are those of physics, which all but Japanese share. */
export function seconds(value: number): string {
  const [minutes, rest, space] = words.startsWith('ja') ? ['分', '秒', ''] : ['min', 's', '\u00a0'];
  const print = (n: number, digits: number) => number(n, `seconds${digits}`, { maximumFractionDigits: digits });
  if (value < 60) return print(value, value < 0.1 ? 2 : value < 10 ? 1 : 0) + space + rest;
  const whole = Math.round(value);
  return `${print(Math.floor(whole / 60), 0)}${space}${minutes} ${print(whole % 60, 0)}${space}${rest}`;
}

function dayOf(value: string | number): Date | null {
  const text = typeof value === 'number' ? value : value.length === 7 ? `${value}-01` : value.slice(0, 10);
  const date = new Date(text);
  return value === '' || Number.isNaN(date.getTime()) ? null : date;
}

function date(value: string | number, key: string, options: Intl.DateTimeFormatOptions): string {
  const at = dayOf(value);
  if (!at) return missing;
  const text = made(key, (tag) => new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }), words).format(at);
  // "Fri, 20 Nov" reads better without its comma; other languages have none there.
  return words.startsWith('en') ? text.replace(/^(\p{L}+), /u, '$1 ').replace('Sept', 'Sep') : text;
}

/** day prints a day with its year: 20 Nov 2026. Days are YYYY-MM-DD or epoch milliseconds. */
export function day(value: string | number): string {
  return date(value, 'day', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** dayLong is for days on which one acts: Fri 20 Nov 2026. */
export function dayLong(value: string): string {
  return date(value, 'dayLong', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** dayShort leaves the year out inside the twelve months after today: Fri 20 Nov. */
export function dayShort(value: string, today: string): string {
  if (Math.abs(daysBetween(today, value)) > 330) return day(value);
  return date(value, 'dayShort', { weekday: 'short', day: 'numeric', month: 'short' });
}

/** dayMonth prints 20 Nov. */
export function dayMonth(value: string): string {
  return date(value, 'dayMonth', { day: 'numeric', month: 'short' });
}

/** dayNear leaves the year out inside the twelve months around today: 20 Nov. */
export function dayNear(value: string, today: string): string {
  return Math.abs(daysBetween(today, value)) <= 330 ? dayMonth(value) : day(value);
}

/** month prints Nov for an axis, and below it the year where it begins: with each January, and where it is asked for. */
export function month(value: string | number, withYear = false): string {
  const at = dayOf(value);
  if (!at) return missing;
  const name = date(value, 'month', { month: 'short' });
  return withYear || at.getUTCMonth() === 0 ? `${name}\n${date(value, 'year', { year: 'numeric' })}` : name;
}

/** monthYearShort prints Nov 26. */
export function monthYearShort(value: string | number): string {
  return date(value, 'monthYearShort', { month: 'short', year: '2-digit' });
}

/** monthYear prints Nov 2026. */
export function monthYear(value: string | number): string {
  return date(value, 'monthYear', { month: 'short', year: 'numeric' });
}

/** monthYearLong prints November 2026. */
export function monthYearLong(value: string | number): string {
  return date(value, 'monthYearLong', { month: 'long', year: 'numeric' });
}

/** months prints the span of so many months from a day: Oct – Dec 2026. */
export function months(from: string, count: number): string {
  const first = dayOf(from);
  if (!first) return missing;
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + count - 1, 1));
  return made(
    'months',
    (tag) => new Intl.DateTimeFormat(tag, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
    words,
  ).formatRange(first, last);
}

/** monthName prints the name of a month, 1 to 12: November. */
export function monthName(of: number): string {
  return date(Date.UTC(2026, of - 1, 1), 'monthName', { month: 'long' });
}

/** weekdayName prints the name of a day of the week, 1 is Monday: Friday. */
export function weekdayName(of: number): string {
  return date(Date.UTC(2026, 5, of), 'weekdayName', { weekday: 'long' });
}

/** list joins texts as the language does: "Germany, Italy or Japan". */
export function list(texts: string[], type: 'conjunction' | 'disjunction' | 'unit' = 'conjunction'): string {
  return made(`list ${type}`, (tag) => new Intl.ListFormat(tag, { type }), words).format(texts);
}

/** isOne says whether a number takes the word for one of a thing. */
export function isOne(value: number): boolean {
  return made('plural', (tag) => new Intl.PluralRules(tag), words).select(value) === 'one';
}

/** weekday prints Mon. */
export function weekday(value: string): string {
  return date(value, 'weekday', { weekday: 'short' });
}

/** daysBetween counts days from one YYYY-MM-DD to another. */
export function daysBetween(from: string, to: string): number {
  const a = dayOf(from);
  const b = dayOf(to);
  return a && b ? Math.round((b.getTime() - a.getTime()) / 86_400_000) : Number.NaN;
}

/** shiftDay moves a YYYY-MM-DD by so many days; "" is beyond what a day can be. */
export function shiftDay(value: string, by: number): string {
  const at = dayOf(value);
  if (!at) return '';
  at.setUTCDate(at.getUTCDate() + by);
  return dayText(at);
}

/** dayText writes a day as YYYY-MM-DD; "" is one outside the years 1 to 9999. */
export function dayText(at: Date): string {
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at.toISOString().slice(0, 10) : '';
}

/** inDays prints a distance in words: in 3 days, today, 2 days ago. */
export function inDays(days: number): string {
  return made('relative', (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }), words).format(days, 'day');
}

/** localDay returns the YYYY-MM-DD of an instant in the person's zone. */
export function localDay(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** time prints the clock time of an instant: 08:42. */
export function time(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return missing;
  return made('time', (tag) => new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit' }), words).format(at);
}

/** moment prints an instant with its day: 20 Nov 2026, 08:42. */
export function moment(instant: string): string {
  const at = localDay(instant);
  return at === '' ? missing : clocked(day(at), instant);
}

/** momentNear prints it without its year inside the twelve months around today: 20 Nov, 08:42. */
export function momentNear(instant: string, today: string): string {
  const at = localDay(instant);
  return at === '' ? missing : clocked(dayNear(at, today), instant);
}

/** clocked puts the time of an instant behind its day; Japanese has no comma between them. */
function clocked(said: string, instant: string): string {
  return `${said}${words.startsWith('ja') ? ' ' : ', '}${time(instant)}`;
}

/** since prints an instant as short as its age allows: 08:42, Thu, 3 Nov. */
export function since(instant: string, today: string): string {
  const at = localDay(instant);
  if (at === '') return missing;
  const age = daysBetween(at, today);
  if (age === 0) return time(instant);
  if (age > 0 && age < 7) return weekday(at);
  return age < 330 ? dayMonth(at) : day(at);
}

/** ahead prints an instant to come as short as it may be: today 08:42, tomorrow 08:42, Thu 08:42, 3 Dec, 08:42. */
export function ahead(instant: string, today: string): string {
  const at = localDay(instant);
  if (at === '' || today === '') return moment(instant);
  const away = daysBetween(today, at);
  if (away < 0 || away > 330) return moment(instant);
  if (away < 2) return `${inDays(away)} ${time(instant)}`;
  if (away < 7) return `${weekday(at)} ${time(instant)}`;
  return clocked(dayMonth(at), instant);
}

/** unbroken keeps a day or a figure on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** capital begins a text large, as a sentence does. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(words) + text.slice(1);
}

/** fold makes a text ready for searching: no case, no accents, no wide forms. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');
}

/** sortKey makes a text that orders names as people do: without case and accents, 9 before 10. */
export function sortKey(text: string): string {
  return fold(text).replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}
