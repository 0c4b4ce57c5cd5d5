import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';

import i18n from 'i18next';

import { sentenceOf, toAppError } from '../api/client';

interface ToastOptions {
  title?: string;
  message: string;
  /** undo is offered first, for ten seconds. */
  undo?: { label: string; run: () => void };
}

const id = 'toast';

/** toast says that something happened; one at a time, ten seconds. */
export function toast({ title, message, undo }: ToastOptions): void {
  notifications.hide(id);
  notifications.show({
    id,
    title,
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': i18n.t('toast.close') },
    message: (
      <span className="row">
        {undo && (
          <Button
            onClick={() => {
              notifications.hide(id);
              undo.run();
            }}
          >
            {undo.label}
          </Button>
        )}
        <span>{message}</span>
      </span>
    ),
  });
}

/** hideToast takes away what is said at the moment. */
export function hideToast(): void {
  notifications.hide(id);
}

/** toastError says what went wrong; it stays until it is closed. */
export function toastError(cause: unknown): void {
  const { fault } = toAppError(cause);
  if (fault.code === 'cancelled') return;
  notifications.hide(id);
  notifications.show({
    id,
    color: 'crit',
    autoClose: false,
    closeButtonProps: { 'aria-label': i18n.t('toast.close') },
    role: 'alert',
    message: sentenceOf(fault),
  });
}
