import { Button, Group, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { dashboardQuery, library, libraryQuery, reportKeys } from '../../../api/reports';
import type { Report } from '../../../api/reportTypes';
import { Dialog } from '../../../components/Dialog';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { toast } from '../../../components/toast';
import { goTo } from '../../../lib/route';
import { withTile } from './tile';

interface PutOnDashboardProps {
  report: Report;
  onClose: () => void;
}

/** PutOnDashboard adds a report as a tile to a dashboard: one there is, or a new one. */
export function PutOnDashboard({ report, onClose }: PutOnDashboardProps) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { data: entries = [], error: unread } = useQuery(libraryQuery('dashboard', i18n.language));
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const missing = name === '' && title.trim() === '';

  const put = async () => {
    const dashboard =
      name === ''
        ? { title: title.trim(), tabs: [] }
        : await client.fetchQuery({ ...dashboardQuery(name, i18n.language), staleTime: 0 });
    const given = await library.save('dashboard', withTile(dashboard, report));
    await client.invalidateQueries({ queryKey: reportKeys.library });
    onClose();
    toast({ message: t('reports.put.done', { title: dashboard.title }) });
    goTo('dashboard', given.name);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (missing) return;
    setBusy(true);
    put()
      .catch((reason: unknown) => setError(reason))
      .finally(() => setBusy(false));
  };
  const own = entries.filter((one) => one.origin !== 'shipped');
  const shipped = entries.filter((one) => one.origin === 'shipped');
  const options = (list: typeof entries) => list.map((one) => ({ value: one.name, label: one.title }));
  return (
    <Dialog onClose={onClose} title={t('reports.put.title')} closeButtonProps={{ 'aria-label': t('reports.close') }}>
      <form onSubmit={submit}>
        {(error ?? unread) !== null && <ErrorPanel error={error ?? unread} />}
        <Select
          label={t('reports.put.which')}
          value={name}
          allowDeselect={false}
          onChange={(next) => setName(next ?? '')}
          description={shipped.some((one) => one.name === name) ? t('reports.put.copies') : undefined}
          data={[
            { group: t('reports.put.another'), items: [{ value: '', label: t('reports.put.new') }] },
            ...(own.length > 0 ? [{ group: t('reports.put.own'), items: options(own) }] : []),
            ...(shipped.length > 0 ? [{ group: t('reports.put.shipped'), items: options(shipped) }] : []),
          ]}
        />
        {name === '' && (
          <TextInput
            mt="md"
            data-autofocus
            label={t('reports.put.newTitle')}
            value={title}
            maxLength={200}
            error={asked && missing ? t('reports.titleNeeded') : undefined}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button size="sm" onClick={onClose}>
            {t('reports.cancel')}
          </Button>
          <Button size="sm" variant="filled" type="submit" loading={busy}>
            {t('reports.put.yes')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
