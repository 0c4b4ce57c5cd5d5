import { CloseButton } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';

import { cx } from '../../lib/cx';
import css from './SidePanel.module.css';
import { closeSide, returnFocus } from './side';

let slot: HTMLElement | null = null;
const listeners = new Set<() => void>();

function setSlot(element: HTMLElement | null): void {
  slot = element;
  for (const changed of listeners) changed();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** SideSlot is where a page gives the side panel its room. */
export function SideSlot() {
  return <div ref={setSlot} className={css.slot} />;
}

interface SidePanelProps {
  /** title is said above, and names the panel. */
  title: string;
  actions?: ReactNode;
  /** onEnter is what Enter does while the panel itself has the focus, as it has when it opened. */
  onEnter?: () => void;
  /** takesFocus is false where the panel follows what has the focus. */
  takesFocus?: boolean;
  children: ReactNode;
}

/** SidePanel is the one panel beside the page: it pushes the page where there is room, and a table always, else it lies over the page. Escape closes it. */
export function SidePanel({ title, actions, onEnter, takesFocus = true, children }: SidePanelProps) {
  const { t } = useTranslation();
  const into = useSyncExternalStore(subscribe, () => slot);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (into && takesFocus) panel.current?.focus();
  }, [into, takesFocus]);
  useEffect(() => returnFocusWhenGone, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      closeSide();
    }
    if (event.key === 'Enter' && event.target === panel.current) onEnter?.();
  };
  if (!into) return null;
  return createPortal(
    <>
      {/* The keyboard has Escape, and the button that closes has a name. */}
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        className={cx(css.scrim, !takesFocus && css.through)}
        onClick={closeSide}
      />
      <aside ref={panel} className={css.panel} aria-label={title} tabIndex={-1} onKeyDown={onKeyDown}>
        <header className={css.head}>
          <h2 className={css.title}>{title}</h2>
          {actions}
          <CloseButton size={28} iconSize={16} aria-label={t('passport.close')} onClick={closeSide} />
        </header>
        <div className={css.body}>{children}</div>
      </aside>
    </>,
    into,
  );
}

/** returnFocusWhenGone gives the focus back where the panel that held it is gone. */
function returnFocusWhenGone(): void {
  if (document.activeElement === document.body) returnFocus();
}
