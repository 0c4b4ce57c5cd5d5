import { render } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { evenPlaces } from './rowPlaces';
import { useScaledRows } from './useScaledRows';

const places = evenPlaces(1000, 32);

function Rows({ height }: { height: number }) {
  const scroller = useRef<HTMLDivElement | null>(null);
  return (
    <div
      ref={(element) => {
        scroller.current = element;
        if (element) Object.defineProperty(element, 'offsetHeight', { value: height, configurable: true });
      }}
    >
      <Placed scroller={scroller} />
    </div>
  );
}

function Placed({ scroller }: { scroller: React.RefObject<HTMLDivElement | null> }) {
  const { placed } = useScaledRows(scroller, 1000, places, 33, 0);
  return <output>{placed.length}</output>;
}

describe('the rows of a table', () => {
  afterEach(() => vi.restoreAllMocks());

  const drawn = (height: number) => {
    const { container, rerender } = render(<Rows height={height} />);
    // The box is known to its rows when they are drawn again: an inner effect comes before an outer ref.
    const first = Number(container.textContent);
    rerender(<Rows height={height} />);
    return [first, Number(container.textContent)];
  };

  it.each([
    ['of a box without a height', 0],
    ['of a box with one', 320],
  ])('are drawn, %s', (_, height) => {
    const [first = 0, then = 0] = drawn(height);
    expect(first).toBeGreaterThan(10);
    expect(then).toBeGreaterThan(10);
    expect(then).toBeLessThan(40);
  });
});
