import { Button } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { toAppError } from '../api/client';
import css from './ErrorPanel.module.css';
import { Icon } from './Icon';

interface ErrorPanelProps {
  error: unknown;
  onRetry?: () => void;
}

/** ErrorPanel says what happened, what was kept and what to do; details are folded. */
export function ErrorPanel({ error, onRetry }: ErrorPanelProps) {
  const { t } = useTranslation();
  const { fault } = toAppError(error);
  const known = fault.code === 'timeout' || fault.code === 'unreachable' || fault.code === 'internal';
  return (
    <div role="alert" className={css.panel}>
      <Icon of={IconAlertOctagon} />
      <div className="grow">
        <p className="bold">{known ? t(`error.${fault.code as 'timeout'}`) : fault.message}</p>
        {(fault.hint || known) && <p>{fault.hint ?? t('error.kept')}</p>}
        {known && fault.code !== 'timeout' && (
          <details>
            <summary>{t('error.details')}</summary>
            <code className="mono">{fault.message}</code>
          </details>
        )}
      </div>
      {onRetry && <Button onClick={onRetry}>{t('error.again')}</Button>}
    </div>
  );
}
