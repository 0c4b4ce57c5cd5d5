import { textWidth } from '../../lib/measure';
import { formatOf } from './formats';
import type { NamedAxis } from './names';

/** apart is the least room between two figures of an axis. */
const apart = 10;

/** thinned leaves lines of a lying axis of values out where their figures would not stand beside each other, the same number between all. */
export function thinned(given: unknown, room: number): unknown {
  const axis = given as NamedAxis | undefined;
  if (axis?.type !== 'value' || axis.min === undefined || axis.max === undefined || !axis.interval) return given;
  const { min, max, interval } = axis;
  const format = axis.axisLabel?.formatter;
  const text = (value: number) => (typeof format === 'string' ? formatOf(format)?.(value) : undefined) ?? String(value);
  const wide = Math.max(textWidth(text(min), 11), textWidth(text(max), 11)) + apart;
  const steps = Math.round((max - min) / interval);
  const fits = (every: number) => Math.ceil(steps / every) * wide <= room;
  const every = [1, 2, 4].find((one) => one < steps && fits(one)) ?? steps;
  if (every === 1 || steps <= 1) return given;
  // The end of the axis has a figure only where it is as far from the last one as that is from the one before.
  const whole = steps % every === 0;
  return {
    ...axis,
    interval: interval * every,
    axisLabel: { ...axis.axisLabel, ...(!whole && { showMaxLabel: false }) },
  };
}
