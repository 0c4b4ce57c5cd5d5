import LRU from 'zrender/lib/core/LRU.js';

let guarded = false;

/**
 * guardCaches keeps names out of the prototypes of the page. ECharts measures
 * texts through caches that are plain objects keyed by the text, so that a
 * product called "__proto__" would become a part of every object there is.
 */
export function guardCaches() {
  if (guarded) return;
  guarded = true;
  const { get, put } = LRU.prototype;
  LRU.prototype.get = function (key) {
    return get.call(this, `$${key}`);
  };
  LRU.prototype.put = function (key, value) {
    return put.call(this, `$${key}`, value);
  };
}
