const parts = /^\s*(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})/;

/** readDay reads a written date in an order of day, month and year; "" when it cannot be read so. */
export function readDay(text: string, order: string): string {
  const [, a = '', b = '', c = ''] = parts.exec(text) ?? [];
  const [y, m, d] = order === 'dmy' ? [c, b, a] : order === 'mdy' ? [c, a, b] : [a, b, c];
  const year = Number(y) < 100 ? 2000 + Number(y) : Number(y);
  const month = Number(m);
  const day = Number(d);
  const at = new Date(Date.UTC(year, month - 1, day));
  const real = a !== '' && at.getUTCMonth() === month - 1 && at.getUTCDate() === day && at.getUTCFullYear() === year;
  return real ? at.toISOString().slice(0, 10) : '';
}

/** readNumber reads a written number with a decimal sign; null when it cannot be read so. */
export function readNumber(text: string, sign: string): number | null {
  const other = sign === ',' ? '.' : ',';
  const bare = text.replace(/[^\d.,-]/g, '');
  const value = Number(bare.replaceAll(other, '').replace(sign, '.'));
  return bare === '' || Number.isNaN(value) ? null : value;
}

/** isDay says whether a text is a real day, written as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && readDay(text, 'ymd') === text;
}
