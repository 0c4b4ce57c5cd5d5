import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconMessage } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../components/Icon';
import css from './Inbox.module.css';

interface DoneButtonProps {
  onDone: (note: string) => void;
  /** hint shows the key that does it. */
  hint?: boolean;
}

/** DoneButton closes notifications at once, or with the person's reason. */
export function DoneButton({ onDone, hint = false }: DoneButtonProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState('');
  const send = () => {
    setOpened(false);
    onDone(note.trim());
  };
  return (
    <Button.Group>
      <Button onClick={() => onDone('')} rightSection={hint ? <kbd className="kbd">E</kbd> : undefined}>
        {t('inbox.done')}
      </Button>
      <Popover opened={opened} onChange={setOpened} position="bottom-start">
        <Popover.Target>
          <ActionIcon
            variant="default"
            aria-label={t('inbox.doneWith')}
            title={t('inbox.doneWith')}
            aria-expanded={opened}
            aria-haspopup="dialog"
            onClick={() => setOpened(!opened)}
          >
            <Icon of={IconMessage} size={14} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown p={12} aria-label={t('inbox.doneWith')}>
          <form
            className={css.noteForm}
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            <TextInput
              label={t('inbox.note')}
              maxLength={300}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
              data-autofocus
            />
            <Button type="submit" variant="filled">
              {t('inbox.done')}
            </Button>
          </form>
        </Popover.Dropdown>
      </Popover>
    </Button.Group>
  );
}
