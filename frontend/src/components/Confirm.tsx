import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

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
export function Confirm({ opened, question, yes, no, onYes, onNo, children }: ConfirmProps) {
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
