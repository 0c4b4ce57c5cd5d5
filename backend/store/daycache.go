package store

import (
	"container/list"
	"sync"
)

// dayCacheBytes bounds the days kept in memory, of usage as they are packed:
// about 30 million observations of two figures.
const dayCacheBytes = 192 << 20

// dayCache keeps the most recently used days.
type dayCache struct {
	mu    sync.Mutex
	max   int
	size  int
	order *list.List
	items map[dayKey]*list.Element
}

type dayKey struct {
	generation, stream, known int64
	day                       int32
	events                    bool
}

type dayItem struct {
	key   dayKey
	value any
	bytes int
}

func newDayCache(maxBytes int) *dayCache {
	return &dayCache{max: maxBytes, order: list.New(), items: map[dayKey]*list.Element{}}
}

func (c *dayCache) get(k dayKey) (any, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.items[k]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*dayItem).value, true
}

func (c *dayCache) put(k dayKey, value any, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items[k]; ok || bytes > c.max {
		return
	}
	c.items[k] = c.order.PushFront(&dayItem{k, value, bytes})
	c.size += bytes
	for c.size > c.max {
		last := c.order.Back()
		item := last.Value.(*dayItem)
		c.order.Remove(last)
		delete(c.items, item.key)
		c.size -= item.bytes
	}
}
