package engine

import (
	"container/list"
	"sync"
)

// lru keeps the values used last, up to a total weight. A nil lru keeps
// nothing.
type lru[T any] struct {
	mu    sync.Mutex
	max   int
	size  int
	order *list.List
	items map[string]*list.Element
}

type lruItem[T any] struct {
	key    string
	value  T
	weight int
}

func newLRU[T any](maxWeight int) *lru[T] {
	return &lru[T]{max: maxWeight, order: list.New(), items: map[string]*list.Element{}}
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

func (c *lru[T]) put(key string, value T, weight int) {
	weight++
	if c == nil || weight > c.max {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items[key]; ok {
		return
	}
	c.items[key] = c.order.PushFront(&lruItem[T]{key, value, weight})
	c.size += weight
	for c.size > c.max {
		last := c.order.Back()
		item := last.Value.(*lruItem[T])
		c.order.Remove(last)
		delete(c.items, item.key)
		c.size -= item.weight
	}
}
