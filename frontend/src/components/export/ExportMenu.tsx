import { Button, Menu } from '@mantine/core';
import { IconCopy, IconFileExport, IconPhoto, IconPhotoDown, IconPrinter } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { print } from '../../api/desk';
import { answerQuery, exports } from '../../api/reports';
import type { Asking, ExportFormat } from '../../api/reportTypes';
import { int } from '../../lib/format';
import { useShortcut } from '../../lib/useShortcut';
import { useWords } from '../catalog/useCatalog';
import { Icon } from '../Icon';
import { Keys } from '../Keys';
import { toast, toastError } from '../toast';
import { useView } from '../useView';
import { dataOf } from '../visual/copying';
import { copyPicture, savePicture } from './copying';

interface ExportMenuProps {
  asking: Asking;
  title: string;
  /** picture draws what is shown, where it is a drawing. */
  picture?: (() => Promise<string>) | undefined;
}

const formats: ExportFormat[] = ['xlsx', 'csv_local', 'csv'];

/** ExportMenu lets the answer to a report leave the window: as a file, on the clipboard, on paper. */
export function ExportMenu({ asking, title, picture }: ExportMenuProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useShortcut('export', () => setOpened(true));
  return (
    <Menu position="bottom-end" width={280} opened={opened} onChange={setOpened} returnFocus>
      <Menu.Target>
        <Button leftSection={<Icon of={IconFileExport} />} aria-label={t('exports.menu', { title })}>
          {t('exports.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ExportItems asking={asking} title={title} picture={picture} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** ExportItems are its entries, for menus that have others, too. */
export function ExportItems({ asking, title, picture }: ExportMenuProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const view = useView();
  const words = useWords();
  const save = (format: ExportFormat) =>
    exports
      .table(view, asking, format)
      .then((path) => path !== '' && toast({ message: t('exports.saved', { path }) }))
      .catch(toastError);
  const copy = async () => {
    if (!words) return;
    try {
      const answer = await client.fetchQuery(answerQuery(view, asking));
      await exports.copyText(dataOf(answer, words));
      const count = answer.result.rows.length;
      toast({ message: t('exports.copiedRows', { count, number: int(count) }) });
    } catch (cause) {
      toastError(cause);
    }
  };
  return (
    <>
      <Menu.Label>{t('exports.file')}</Menu.Label>
      {formats.map((format) => (
        <Menu.Item key={format} leftSection={<Icon of={IconFileExport} />} onClick={() => save(format)}>
          {t(`exports.${format}`)}
        </Menu.Item>
      ))}
      {picture && (
        <Menu.Item leftSection={<Icon of={IconPhotoDown} />} onClick={() => savePicture(picture, title)}>
          {t('exports.savePicture')}
        </Menu.Item>
      )}
      <Menu.Label>{t('exports.clipboard')}</Menu.Label>
      <Menu.Item leftSection={<Icon of={IconCopy} />} onClick={copy}>
        {t('exports.copyData')}
      </Menu.Item>
      {picture && (
        <Menu.Item leftSection={<Icon of={IconPhoto} />} onClick={() => copyPicture(picture, title)}>
          {t('exports.copyPicture')}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item leftSection={<Icon of={IconPrinter} />} rightSection={<Keys of="print" />} onClick={print}>
        {t('exports.print')}
      </Menu.Item>
    </>
  );
}
