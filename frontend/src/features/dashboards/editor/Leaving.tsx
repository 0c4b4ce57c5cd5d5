import { Button, Group, Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { guardRoute, parseRoute } from '../../../lib/route';
import { type Draft, isWork } from './draft';
import type { Saving } from './useSaving';

/** Leaving asks before the page of a changed draft is left: save, throw away, or stay. */
export function Leaving({ draft, saving }: { draft: Draft; saving: Saving }) {
  const { t } = useTranslation();
  const [next, setNext] = useState<string | null>(null);
  const changed = useRef(false);
  changed.current = isWork(draft);

  useEffect(() => {
    const here = parseRoute(window.location.hash).parts.join('/');
    const release = guardRoute((hash) => {
      const same = parseRoute(hash).parts.join('/') === here;
      if (same || !changed.current) return true;
      setNext(hash);
      return false;
    });
    const warn = (event: BeforeUnloadEvent) => changed.current && event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => {
      release();
      window.removeEventListener('beforeunload', warn);
    };
  }, []);

  const leave = () => {
    changed.current = false;
    if (next !== null) window.location.hash = next;
  };
  const saveAndLeave = async () => {
    if ((await saving.save()) !== '') leave();
    else setNext(null);
  };
  const stay = () => setNext(null);
  return (
    <Modal
      opened={next !== null}
      onClose={stay}
      size={500}
      title={t('dashboards.leave')}
      closeButtonProps={{ 'aria-label': t('dashboards.stay') }}
    >
      <p className="t2">{t('dashboards.leaveText')}</p>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button size="sm" onClick={leave}>
          {t('dashboards.discard')}
        </Button>
        <Button size="sm" onClick={stay}>
          {t('dashboards.stay')}
        </Button>
        <Button size="sm" variant="filled" data-autofocus loading={saving.busy} onClick={saveAndLeave}>
          {t('dashboards.saveLeave')}
        </Button>
      </Group>
    </Modal>
  );
}
