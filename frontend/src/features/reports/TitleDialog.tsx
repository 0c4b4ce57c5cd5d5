import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Dialog } from '../../components/Dialog';

interface TitleDialogProps {
  /** question heads the dialog, yes is its answer. */
  question: string;
  yes: string;
  title: string;
  words: string;
  onYes: (title: string, words: string) => void;
  onClose: () => void;
}

/** TitleDialog asks what a report is called and what it tells. */
export function TitleDialog({ question, yes, title, words, onYes, onClose }: TitleDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState({ title, words });
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.title.trim() === '') setAsked(true);
    else onYes(draft.title.trim(), draft.words.trim());
  };
  return (
    <Dialog onClose={onClose} title={question} closeButtonProps={{ 'aria-label': t('reports.close') }}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t('reports.titleLabel')}
          value={draft.title}
          maxLength={200}
          error={asked && draft.title.trim() === '' ? t('reports.titleNeeded') : undefined}
          onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
        />
        <Textarea
          mt="md"
          label={t('reports.wordsLabel')}
          value={draft.words}
          maxLength={1000}
          rows={2}
          onChange={(event) => setDraft({ ...draft, words: event.currentTarget.value })}
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button size="sm" onClick={onClose}>
            {t('reports.cancel')}
          </Button>
          <Button size="sm" variant="filled" type="submit">
            {yes}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
