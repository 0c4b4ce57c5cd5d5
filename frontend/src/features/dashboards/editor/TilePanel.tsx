import { Button, Checkbox, CloseButton, FileButton, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { libraryQuery } from '../../../api/reports';
import type { Dashboard, Tile } from '../../../api/reportTypes';
import { useWords } from '../../../components/catalog/useCatalog';
import { toast } from '../../../components/toast';
import { goTo } from '../../../lib/route';
import { isStandalone } from '../entries';
import type { Change } from './Editor';
import css from './Editor.module.css';
import { imageTypes, readImage } from './image';

interface TilePanelProps {
  dashboard: Dashboard;
  tile: Tile;
  change: Change;
  onClose: () => void;
}

/** TilePanel edits what a tile says, shows, and which controls filter it. */
export function TilePanel({ dashboard, tile, change, onClose }: TilePanelProps) {
  const { t } = useTranslation();
  const set = (more: Partial<Tile>, field?: string) => {
    const tabs = dashboard.tabs.map((tab) => ({
      ...tab,
      tiles: tab.tiles.map((one) => (one.id === tile.id ? { ...one, ...more } : one)),
    }));
    change('editTile', { ...dashboard, tabs }, field === undefined ? undefined : `${tile.id} ${field}`);
  };
  const asked = Boolean(tile.report || tile.ref);
  return (
    <aside className={css.panel} aria-label={t('dashboards.editTile')}>
      <div className="row">
        <h2 className="grow">{t('dashboards.editTile')}</h2>
        <CloseButton aria-label={t('dashboards.close')} onClick={onClose} />
      </div>
      <TextInput
        label={t('dashboards.tileTitle')}
        description={tile.report ? tile.report.title : undefined}
        value={tile.title ?? ''}
        maxLength={200}
        onChange={(event) => set({ title: event.currentTarget.value }, 'title')}
      />
      {asked && (
        <TextInput
          label={t('dashboards.tileSub')}
          value={tile.sub ?? ''}
          maxLength={200}
          onChange={(event) => set({ sub: event.currentTarget.value }, 'sub')}
        />
      )}
      {!asked && !tile.image && (
        <Textarea
          label={t('dashboards.tileText')}
          rows={10}
          styles={{ input: { fontSize: 13, lineHeight: '20px' } }}
          value={tile.text ?? ''}
          onChange={(event) => set({ text: event.currentTarget.value }, 'text')}
        />
      )}
      {tile.image && <ImageFields tile={tile} set={set} />}
      {asked && <Opens tile={tile} set={set} />}
      {asked && <Ignores dashboard={dashboard} tile={tile} set={set} />}
      {tile.ref && <Button onClick={() => goTo('report', tile.ref ?? '')}>{t('dashboards.openReport')}</Button>}
    </aside>
  );
}

interface FieldsProps {
  tile: Tile;
  set: (more: Partial<Tile>, field?: string) => void;
}

function ImageFields({ tile, set }: FieldsProps) {
  const { t } = useTranslation();
  const replace = async (file: File | null) => {
    if (!file) return;
    const read = await readImage(file);
    if ('problem' in read) toast({ message: t(`dashboards.image.${read.problem}`) });
    else set({ image: read.image });
  };
  return (
    <>
      <TextInput
        label={t('dashboards.tileAlt')}
        value={tile.alt ?? ''}
        maxLength={500}
        onChange={(event) => set({ alt: event.currentTarget.value }, 'alt')}
      />
      <FileButton accept={imageTypes.join(',')} onChange={replace}>
        {(props) => <Button {...props}>{t('dashboards.replaceImage')}</Button>}
      </FileButton>
    </>
  );
}

/** Opens chooses the dashboard to which the heading leads. */
function Opens({ tile, set }: FieldsProps) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(libraryQuery('dashboard', i18n.language));
  const choices = (data ?? [])
    .filter(isStandalone)
    .map(({ name, title }) => ({ value: `dashboard/${name}`, label: title }));
  return (
    <Select
      label={t('dashboards.tileOpens')}
      placeholder={t('dashboards.opensNothing')}
      data={choices}
      value={tile.opens ?? null}
      clearable
      searchable
      onChange={(opens) => set({ opens: opens ?? '' })}
    />
  );
}

/** Ignores chooses the controls that filter the tile. */
function Ignores({ dashboard, tile, set }: FieldsProps & { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const words = useWords();
  const controls = dashboard.controls ?? [];
  if (controls.length === 0 || !words) return null;
  const ignores = tile.ignores ?? [];
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }} className={css.list}>
      <legend className="sm t2">{t('dashboards.filteredBy')}</legend>
      {controls.map(({ id, title, dimension }) => (
        <Checkbox
          key={id}
          label={title || words.label(dimension)}
          checked={!ignores.includes(id)}
          onChange={(event) =>
            set({ ignores: event.currentTarget.checked ? ignores.filter((one) => one !== id) : [...ignores, id] })
          }
        />
      ))}
    </fieldset>
  );
}
