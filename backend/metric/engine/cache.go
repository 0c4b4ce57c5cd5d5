package engine

import (
	"container/list"
	"sync"
)

// lru keeps the values used last, up to so many bytes with the keys that name
// them. A nil lru keeps nothing.
type lru[T any] struct {
	mu    sync.Mutex
	max   int
	size  int
	order *list.List
	items map[string]*list.Element
}

type lruItem[T any] struct {
	key   string
	value T
	bytes int
}

// itemBytes is about what an item takes beside its key and its value.
const itemBytes = 128

func newLRU[T any](maxBytes int) *lru[T] {
	return &lru[T]{max: maxBytes, order: list.New(), items: map[string]*list.Element{}}
}

func (c *lru[T]) get(key string) (T, bool) {
	var zero T
	if c == nil {
		return zero, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.items[key]
	if !ok {
		return zero, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*lruItem[T]).value, true
}

// put keeps a value that takes so many bytes, unless one is kept under its key or
// it is larger than all may be.
func (c *lru[T]) put(key string, value T, bytes int) {
	bytes += len(key) + itemBytes
	if c == nil || bytes > c.max {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items[key]; ok {
		return
	}
	c.items[key] = c.order.PushFront(&lruItem[T]{key, value, bytes})
	c.size += bytes
	for c.size > c.max {
		last := c.order.Back()
		item := last.Value.(*lruItem[T])
		c.order.Remove(last)
		delete(c.items, item.key)
		c.size -= item.bytes
	}
}
