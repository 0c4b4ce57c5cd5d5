import { afterEach, expect, test } from 'vitest';
import LRU from 'zrender/lib/core/LRU.js';

import { guardCaches } from './caches';

const everything = Object.prototype as unknown as Record<string, unknown>;

afterEach(() => {
  delete everything.next;
  delete everything.prev;
});

function measure(text: string) {
  const cache = new LRU<number>(10);
  cache.put('a', 1);
  if (cache.get(text) === undefined) cache.put(text, 2);
  return cache.get(text);
}

test('a text called __proto__ stays a text, which it does not by itself', () => {
  measure('__proto__');
  expect('prev' in {}).toBe(true);
  delete everything.next;
  delete everything.prev;

  guardCaches();
  for (const text of ['__proto__', 'constructor', 'toString', 'plain']) expect(measure(text)).toBe(2);
  expect('prev' in {}).toBe(false);
});
