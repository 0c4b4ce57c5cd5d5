interface Place {
  coordSys: { x: number; y: number; width: number; height: number };
}

interface Access {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
  visual(key: string): unknown;
  style(extra?: Record<string, unknown>): Record<string, unknown>;
}

const thickness = 12;

/** spanItem draws a bar from a first to a second day on the line of its row, as far as the drawing goes. */
export function spanItem(place: Place, api: Access) {
  const row = api.value(2);
  const [from, y] = api.coord([api.value(0), row]);
  const [to] = api.coord([api.value(1), row]);
  const { x, width } = place.coordSys;
  const left = Math.max(x, Math.min(from, x + width));
  const right = Math.max(left + 1, Math.min(to, x + width));
  return {
    type: 'rect',
    shape: { x: left, y: y - thickness / 2, width: right - left, height: thickness },
    style: api.style(),
    emphasis: { style: { lineWidth: 2 } },
  };
}
