import { Button, Menu } from '@mantine/core';
import { IconFileText, IconLayoutGridAdd, IconPhoto, IconPlus, IconReportAnalytics } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Dashboard, Tile } from '../../../api/reportTypes';
import { Icon } from '../../../components/Icon';
import { toast } from '../../../components/toast';
import { goTo } from '../../../lib/route';
import type { Change } from './Editor';
import { addTile, allTiles } from './edits';
import { Gallery } from './Gallery';
import { imageTypes, readImage } from './image';

interface AddTileProps {
  dashboard: Dashboard;
  tab: string;
  change: Change;
  /** onAdded is told the id of the new tile. */
  onAdded: (tile: string) => void;
}

/** AddTile offers what a new tile can show: a kept report, a new one, a text or an image. */
export function AddTile({ dashboard, tab, change, onAdded }: AddTileProps) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const add = (tile: Omit<Tile, 'id' | 'x' | 'y'>) => {
    const next = addTile(dashboard, tab, tile);
    change('addTile', next);
    const known = new Set(allTiles(dashboard).map((one) => one.id));
    onAdded(allTiles(next).find((one) => !known.has(one.id))?.id ?? '');
  };
  const addImage = async (chosen: File | undefined) => {
    if (!chosen) return;
    const read = await readImage(chosen);
    if ('problem' in read) toast({ message: t(`dashboards.image.${read.problem}`) });
    else add({ w: 4, h: 6, image: read.image, alt: '' });
  };
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button leftSection={<Icon of={IconPlus} />}>{t('dashboards.addTile')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon of={IconLayoutGridAdd} />} onClick={() => setChoosing(true)}>
            {t('dashboards.addReport')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon of={IconReportAnalytics} />} onClick={() => goTo('report', 'new')}>
            {t('dashboards.buildReport')}
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon of={IconFileText} />}
            onClick={() => add({ w: 4, h: 4, title: '', text: t('dashboards.textHere') })}
          >
            {t('dashboards.addText')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon of={IconPhoto} />} onClick={() => file.current?.click()}>
            {t('dashboards.addImage')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={file}
        type="file"
        accept={imageTypes.join(',')}
        hidden
        aria-label={t('dashboards.addImage')}
        onChange={(event) => {
          void addImage(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      {choosing && (
        <Gallery
          onClose={() => setChoosing(false)}
          onChoose={(name) => {
            setChoosing(false);
            add({ w: 6, h: 7, ref: name });
          }}
        />
      )}
    </>
  );
}
