import type { Result } from '../../api/metricTypes';

/** pageSize is how many rows come at a time. */
export const pageSize = 200;

/** mostPages are kept; of more, those looked at longest ago are forgotten and asked for again. */
const mostPages = 40;

/** PageCache holds the pages of rows that were looked at last. */
export class PageCache {
  /** asking are pages on their way. */
  readonly asking = new Set<number>();
  /** count is the number of rows in all, as far as is known. */
  count: number;
  private readonly pages = new Map<number, Result>();
  private readonly failed = new Set<number>();

  /** The rows that are there already begin it, where they are those that are asked for. */
  constructor(given: Result, same: boolean) {
    this.count = given.row_count;
    if (!same) return;
    for (let page = 0; (page + 1) * pageSize <= given.rows.length; page++) {
      const from = page * pageSize;
      const parts = given.parts
        .filter((one) => one.row >= from && one.row < from + pageSize)
        .map((one) => ({ ...one, row: one.row - from }));
      const others = given.others?.filter((row) => row >= from).map((row) => row - from);
      this.put(page, {
        ...given,
        rows: given.rows.slice(from, from + pageSize),
        parts,
        ...(others && { others }),
      });
    }
  }

  get(page: number): Result | undefined {
    const held = this.pages.get(page);
    if (held) {
      this.pages.delete(page);
      this.pages.set(page, held);
    }
    return held;
  }

  put(page: number, result: Result): void {
    this.pages.delete(page);
    this.pages.set(page, result);
    this.count = result.row_count;
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= mostPages) break;
      this.pages.delete(oldest);
    }
  }

  /** missing are the pages of rows in sight that are neither there nor on their way. */
  missing(first: number, last: number): number[] {
    const missing: number[] = [];
    const end = Math.min(last, Math.max(0, this.count - 1));
    for (let page = Math.floor(first / pageSize); page <= Math.floor(end / pageSize); page++) {
      if (!this.pages.has(page) && !this.asking.has(page) && !this.failed.has(page)) missing.push(page);
    }
    return missing;
  }

  /** fail leaves a page out that cannot be had, so that it is not asked for again and again. */
  fail(page: number): void {
    this.failed.add(page);
  }
}
