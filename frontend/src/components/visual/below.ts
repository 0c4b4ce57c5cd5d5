/** line is how high the line is at least that counts what is below: as high as a target must be. */
const line = 24;

/** Below is what a list has below what is seen of it: how many rows, and how much of the box the line that counts them covers. */
export interface Below {
  count: number;
  cover: number;
}

/** belowOf counts the rows that are not whole in a box of a height that is scrolled; ends are where rows end. A box with no room for a whole row covers nothing. */
export function belowOf(ends: number[], height: number, scrolled: number): Below {
  const seen = scrolled + height;
  if ((ends.at(-1) ?? 0) <= seen + 1) return { count: 0, cover: 0 };
  const whole = ends.filter((end) => end <= seen - line);
  const last = whole.at(-1) ?? 0;
  if (last <= scrolled) return { count: 0, cover: 0 };
  return { count: ends.length - whole.length, cover: seen - last };
}
