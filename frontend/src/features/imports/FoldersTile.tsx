import { Button } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { imports } from '../../api/actions';
import type { FoundFile } from '../../api/importTypes';
import { foldersQuery, foundQuery, keys } from '../../api/queries';
import { Icon } from '../../components/Icon';
import { Status } from '../../components/Status';
import { Tile } from '../../components/Tile';
import { toastError } from '../../components/toast';
import { importFiles } from '../../components/useChooseFiles';
import { bytes, moment } from '../../lib/format';
import css from './Imports.module.css';

/** FoldersTile shows new files of watched folders; while none is watched it only offers to watch one. */
export function FoldersTile() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const folders = useQuery(foldersQuery());
  const found = useQuery(foundQuery());
  const again = () => client.invalidateQueries({ queryKey: keys.imports });
  const add = useMutation({ mutationFn: imports.addFolder, onSuccess: again, onError: toastError });
  const remove = useMutation({ mutationFn: imports.removeFolder, onSuccess: again, onError: toastError });
  const dismiss = useMutation({ mutationFn: imports.dismiss, onSuccess: again, onError: toastError });
  if (!folders.data) return null;
  const watch = (
    <Button
      variant="subtle"
      leftSection={<Icon of={IconFolderPlus} />}
      disabled={add.isPending}
      onClick={() => add.mutate()}
    >
      {t('folders.watch')}
    </Button>
  );
  if (folders.data.length === 0) {
    return (
      <div className={css.quietLine}>
        {watch}
        <span className="sm t2">{t('folders.means')}</span>
      </div>
    );
  }
  const files = found.data ?? [];
  const all = files.map((file) => file.path);
  return (
    <Tile title={t('folders.title')} sub={t('folders.found', { count: files.length })} actions={watch}>
      <ul className={css.list}>
        {folders.data.map((folder) => (
          <li key={folder.path}>
            <span className="mono cut" title={folder.path}>
              {folder.path}
            </span>
            {folder.missing && <Status is="no_data">{t('folders.missing')}</Status>}
            <span className="grow" />
            <Button
              size="compact-xs"
              aria-label={t('folders.removeLabel', { path: folder.path })}
              onClick={() => remove.mutate(folder.path)}
            >
              {t('folders.remove')}
            </Button>
          </li>
        ))}
        {files.map((file) => (
          <Found key={file.path} file={file} onDismiss={() => dismiss.mutate(file.path)} />
        ))}
      </ul>
      {files.length > 1 && (
        <div className={css.quietLine}>
          <Button onClick={() => importFiles(all)}>{t('folders.importAll', { count: files.length })}</Button>
        </div>
      )}
    </Tile>
  );
}

function Found({ file, onDismiss }: { file: FoundFile; onDismiss: () => void }) {
  const { t } = useTranslation();
  return (
    <li>
      <span className="bold cut" title={file.path}>
        {file.name}
      </span>
      <span className="sm t2">
        {bytes(file.size)} · {moment(file.modified)}
      </span>
      <span className="grow" />
      <Button
        size="compact-xs"
        variant="filled"
        aria-label={t('folders.importLabel', { file: file.name })}
        onClick={() => importFiles([file.path])}
      >
        {t('folders.import')}
      </Button>
      <Button size="compact-xs" aria-label={t('folders.dismissLabel', { file: file.name })} onClick={onDismiss}>
        {t('folders.dismiss')}
      </Button>
    </li>
  );
}
