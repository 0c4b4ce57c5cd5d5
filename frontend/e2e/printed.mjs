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
