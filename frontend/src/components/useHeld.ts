import { useState } from 'react';

/**
 * useHeld holds on to the first value there is. What is changed starts from it: it is not taken away where the same is
 * asked for again, fails, or comes in another language.
 */
export function useHeld<V>(value: V | undefined): V | undefined {
  const [held, hold] = useState(value);
  if (held === undefined && value !== undefined) hold(value);
  return held ?? value;
}
