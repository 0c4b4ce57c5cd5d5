/**
 * magnification is how many pixels of the window one pixel of the page takes:
 * View › Zoom magnifies the root. The place of the pointer and of what is drawn
 * is told in the window's pixels where the engine follows the standard, and in
 * the page's in older ones, for which this is 1.
 */
export function magnification(): number {
  const { body } = document;
  const width = body.getBoundingClientRect().width;
  return width > 0 && body.offsetWidth > 0 ? width / body.offsetWidth : 1;
}
