import type { ReactNode, Ref } from 'react';

interface ScrollBoxProps {
  label: string;
  className?: string | undefined;
  height?: number;
  boxRef?: Ref<HTMLElement>;
  children: ReactNode;
}

/** ScrollBox scrolls its content by itself and can be reached by keyboard to do so. */
export function ScrollBox({ label, className, height, boxRef, children }: ScrollBoxProps) {
  return (
    <section
      ref={boxRef}
      className={className}
      style={{ height, overflow: 'auto', outlineOffset: -2 }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
    >
      {children}
    </section>
  );
}
