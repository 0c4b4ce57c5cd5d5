import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Dialog is a dialog that is there only while it is open; the focus goes back to what opened it. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const [opener] = useState(focused);
  useEffect(
    () => () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost) opener?.focus({ preventScroll: true });
    },
    [opener],
  );
  return <Modal opened {...props} />;
}

/** focused has the focus now; of a menu, whose entries go with it, it is what opens the menu. */
function focused(): HTMLElement | null {
  const here = document.activeElement;
  const menu = here?.closest('[role="menu"]');
  const found = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : here;
  return found instanceof HTMLElement ? found : null;
}
