import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Dialog } from './Dialog';

interface OutdatedProps {
  /** title is that of the report or dashboard that could not be saved. */
  title: string;
  /** removed says that it is not kept any more at all. */
  removed: boolean;
  busy: boolean;
  onCopy: () => void;
  onReload: () => void;
  onOverwrite: () => void;
  onClose: () => void;
}

/** Outdated asks what to do with changes of something that was saved elsewhere meanwhile. */
export function Outdated({ title, removed, busy, onCopy, onReload, onOverwrite, onClose }: OutdatedProps) {
  const { t } = useTranslation();
  const what = removed ? 'removed' : 'changed';
  return (
    <Dialog
      onClose={onClose}
      size={560}
      title={t(`outdated.${what}.title`, { title })}
      closeButtonProps={{ 'aria-label': t('outdated.later') }}
    >
      <p className="t2">{t(`outdated.${what}.text`)}</p>
      <Group justify="flex-end" mt="lg" gap="sm">
        {!removed && (
          <Button size="sm" onClick={onReload}>
            {t('outdated.reload')}
          </Button>
        )}
        <Button size="sm" loading={busy} onClick={onOverwrite}>
          {t(`outdated.${what}.overwrite`)}
        </Button>
        <Button size="sm" variant="filled" data-autofocus loading={busy} onClick={onCopy}>
          {t('outdated.copy')}
        </Button>
      </Group>
    </Dialog>
  );
}
