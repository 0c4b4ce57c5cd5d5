import { magnification } from '../../lib/magnified';

/** events are those by which ECharts finds what is under the pointer. */
const events = ['mousedown', 'mouseup', 'mousemove', 'mouseout', 'click', 'dblclick', 'contextmenu'].flatMap((name) => [
  name,
  name.replace('mouse', 'pointer'),
]);

/**
 * followPointer tells ECharts where the pointer is in the pixels of a drawing. It
 * takes the place from the event as it comes, which is in the window's pixels
 * where the page is magnified.
 */
export function followPointer(box: HTMLElement): void {
  const place = (event: Event) => {
    const scale = magnification();
    if (scale === 1 || !(event instanceof MouseEvent)) return;
    const { left, top } = box.getBoundingClientRect();
    Object.assign(event, { zrX: (event.clientX - left) / scale, zrY: (event.clientY - top) / scale });
  };
  for (const name of new Set(events)) box.addEventListener(name, place, { capture: true });
}
