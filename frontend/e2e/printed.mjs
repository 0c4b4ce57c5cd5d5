/** The way the window prints figures and days in en-GB. */

const missing = '–';

/** int prints a whole number: 12,430. */
export function int(value) {
  return value === null ? missing : Math.round(value).toLocaleString('en-GB').replace('-', '−');
}

/** pct prints a fraction with one decimal: 82.6%. */
export function pct(value) {
  if (value === null) return missing;
  const shape = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return value.toLocaleString('en-GB', shape).replace('-', '−');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** day prints 20 Nov 2026. */
export function day(date) {
  if (!date) return missing;
  const [year, month, number] = date.slice(0, 10).split('-').map(Number);
  return `${number} ${months[month - 1]} ${year}`;
}

/** says tells whether a printed figure is a value, as far as its digits go: "82.5%", "£1.2M", "3 of 4". */
export function says(text, value) {
  if (value === null) return text.startsWith(missing);
  const part = /^([\d,]+) of ([\d,]+)$/.exec(text);
  if (part) return Math.abs(plain(part[1]) / plain(part[2]) - value) < 1e-9;
  const found = /(−|-)?\D{0,4}?([\d,]+)(\.(\d+))?\s*([kKMB%])?/.exec(text);
  if (!found) return false;
  const [, minus, whole, , decimals = '', unit = ''] = found;
  const scale = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, '%': 0.01 }[unit] ?? 1;
  const number = (minus ? -1 : 1) * Number(`${plain(whole)}.${decimals}`) * scale;
  return Math.abs(number - value) <= (0.5 + 1e-6) * scale * 10 ** -decimals.length;
}

function plain(text) {
  return Number(text.replaceAll(',', ''));
}

/** month prints Nov 2026. */
export function month(date) {
  return day(`${date.slice(0, 7)}-01`).slice(2);
}

/** plus moves a day by so many days. */
export function plus(date, days) {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
