import { Button, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { libraryQuery, reportQuery } from '../../../api/reports';
import type { Entry } from '../../../api/reportTypes';
import { Dialog } from '../../../components/Dialog';
import { Empty } from '../../../components/Empty';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Icon } from '../../../components/Icon';
import { useView } from '../../../components/useView';
import { ReportTile } from '../../../components/visual/ReportTile';
import { matching } from '../entries';
import css from './Editor.module.css';

interface GalleryProps {
  onChoose: (name: string) => void;
  onClose: () => void;
}

/** Gallery lists the kept reports with a look at each, to put one on the dashboard. */
export function Gallery({ onChoose, onClose }: GalleryProps) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(libraryQuery('report', i18n.language));
  const [find, setFind] = useState('');
  const [name, setName] = useState('');
  const found = matching(data ?? [], useDeferredValue(find));
  return (
    <Dialog
      onClose={onClose}
      size={920}
      title={t('dashboards.addReport')}
      closeButtonProps={{ 'aria-label': t('dashboards.cancel') }}
    >
      <div className={css.gallery}>
        <div className={css.list}>
          <TextInput
            data-autofocus
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
            placeholder={t('dashboards.findReport')}
            aria-label={t('dashboards.findReport')}
            leftSection={<Icon of={IconSearch} />}
          />
          {error && <ErrorPanel error={error} onRetry={refetch} />}
          <div className={css.found}>
            {found.map((entry) => (
              <Choice key={entry.name} entry={entry} chosen={entry.name === name} onChoose={setName} onAdd={onChoose} />
            ))}
            {data && found.length === 0 && <Empty>{t('dashboards.noReport', { find })}</Empty>}
          </div>
        </div>
        <div className={css.shown}>
          {name === '' ? <Empty>{t('dashboards.chooseReport')}</Empty> : <Preview key={name} name={name} />}
        </div>
      </div>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button size="sm" onClick={onClose}>
          {t('dashboards.cancel')}
        </Button>
        <Button size="sm" variant="filled" disabled={name === ''} onClick={() => onChoose(name)}>
          {t('dashboards.addTile')}
        </Button>
      </Group>
    </Dialog>
  );
}

interface ChoiceProps {
  entry: Entry;
  chosen: boolean;
  onChoose: (name: string) => void;
  onAdd: (name: string) => void;
}

function Choice({ entry, chosen, onChoose, onAdd }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={() => onChoose(entry.name)}
      onDoubleClick={() => onAdd(entry.name)}
    >
      <div>{entry.title}</div>
      <div className="sm t2">{entry.words}</div>
    </button>
  );
}

/** Preview is a report as it would be shown. */
function Preview({ name }: { name: string }) {
  const { i18n } = useTranslation();
  const view = useView();
  const { data, error } = useQuery(reportQuery(name, i18n.language));
  if (error) return <ErrorPanel error={error} />;
  if (!data) return null;
  return <ReportTile view={view} asking={{ report: data }} viewKey={`gallery.${name}`} />;
}
