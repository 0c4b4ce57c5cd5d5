import { Button, Group, Modal } from '@mantine/core';
import { type ReactNode, useRef } from 'react';

interface ConfirmProps {
  opened: boolean;
  /** question is the title; yes and no are its answers. */
  question: string;
  yes: string;
  no: string;
  onYes: () => void;
  onNo: () => void;
  children: ReactNode;
}

/** Confirm asks before something is taken away. */
export function Confirm({ opened, onYes, onNo, ...texts }: ConfirmProps) {
  // While it fades it still asks what it asked, though the page forgot what that was about.
  const asked = useRef(texts);
  if (opened) asked.current = texts;
  const { question, yes, no, children } = asked.current;
  return (
    <Modal opened={opened} onClose={onNo} title={question} closeButtonProps={{ 'aria-label': no }}>
      <div className="t2">{children}</div>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button size="sm" onClick={onNo}>
          {no}
        </Button>
        <Button size="sm" variant="filled" onClick={onYes} data-autofocus>
          {yes}
        </Button>
      </Group>
    </Modal>
  );
}
