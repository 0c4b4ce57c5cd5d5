import type { Icon as Drawing } from '@tabler/icons-react';

interface IconProps {
  of: Drawing;
  size?: number;
  /** label is set where the icon stands alone; without it the icon is decoration. */
  label?: string;
}

/** Icon draws one of the Tabler set in our size and stroke. */
export function Icon({ of: Shape, size = 16, label }: IconProps) {
  if (label) return <Shape size={size} stroke={1.5} role="img" aria-label={label} />;
  return <Shape size={size} stroke={1.5} aria-hidden />;
}
