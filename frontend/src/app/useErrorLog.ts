import { useEffect } from 'react';

import { logFromWindow } from '../api/actions';
import { AppError } from '../api/client';

/** useErrorLog puts what goes wrong outside React into the log; a refusal is no error. */
export function useErrorLog(): void {
  useEffect(() => {
    const failed = (event: ErrorEvent) => logFromWindow(`${event.message} ${event.filename}:${event.lineno}`);
    const rejected = ({ reason }: PromiseRejectionEvent) => {
      if (!(reason instanceof AppError)) logFromWindow(String(reason));
    };
    window.addEventListener('error', failed);
    window.addEventListener('unhandledrejection', rejected);
    return () => {
      window.removeEventListener('error', failed);
      window.removeEventListener('unhandledrejection', rejected);
    };
  }, []);
}
