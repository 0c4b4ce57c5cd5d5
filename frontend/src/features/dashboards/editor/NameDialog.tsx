import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Dialog } from '../../../components/Dialog';

interface NameDialogProps {
  title: string;
  onName: (title: string) => void;
  onClose: () => void;
}

/** NameDialog asks what a new dashboard is called. */
export function NameDialog({ title, onName, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') onName(typed.trim());
  };
  return (
    <Dialog
      onClose={onClose}
      title={t('dashboards.saveAs')}
      closeButtonProps={{ 'aria-label': t('dashboards.cancel') }}
    >
      <form onSubmit={submit}>
        <TextInput
          label={t('dashboards.titleLabel')}
          value={typed}
          maxLength={200}
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button size="sm" onClick={onClose}>
            {t('dashboards.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={typed.trim() === ''}>
            {t('dashboards.save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
