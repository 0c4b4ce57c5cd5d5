import type { Query, Result } from '../../api/metricTypes';
import { PageCache, pageSize } from './pages';

/** rest is how long rows must stay in sight before they are asked for, so that pages rushed by are not. */
const rest = 60;

/** atOnce is how many pages are asked for at a time. */
const atOnce = 2;

/** Fetch asks for a page of the rows of a question. */
export type Fetch = (query: Query, offset: number, limit: number) => Promise<Result>;

/** Loader reads the pages of a question that come into sight, and tells when there is more. */
export class Loader {
  readonly cache: PageCache;
  error: unknown;
  private timer = 0;
  private running = 0;
  private stopped = false;
  private first = 0;
  private last = 0;

  constructor(
    private readonly query: Query,
    given: Result,
    same: boolean,
    private readonly fetch: Fetch,
    private readonly changed: () => void,
  ) {
    this.cache = new PageCache(given, same);
  }

  /** want says which rows are in sight. */
  want(first: number, last: number): void {
    this.first = first;
    this.last = last;
    if (this.stopped || this.timer !== 0 || this.cache.missing(first, last).length === 0) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.next();
    }, rest);
  }

  /** start lets a loader go on that was stopped. */
  start(): void {
    this.stopped = false;
  }

  stop(): void {
    this.stopped = true;
    window.clearTimeout(this.timer);
    this.timer = 0;
  }

  /** page gives a page, asking for it where it is not there. */
  async page(page: number): Promise<Result> {
    return this.cache.get(page) ?? this.fetch(this.query, page * pageSize, pageSize);
  }

  private next(): void {
    for (const page of this.cache.missing(this.first, this.last)) {
      if (this.running >= atOnce) return;
      void this.load(page);
    }
  }

  private async load(page: number): Promise<void> {
    this.running++;
    this.cache.asking.add(page);
    try {
      this.cache.put(page, await this.fetch(this.query, page * pageSize, pageSize));
      this.error = undefined;
    } catch (cause) {
      this.cache.fail(page);
      this.error = cause;
    }
    this.running--;
    this.cache.asking.delete(page);
    if (this.stopped) return;
    this.changed();
    this.next();
  }
}
