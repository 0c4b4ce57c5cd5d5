import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { onFilesDropped } from '../api/events';
import { useImportRun } from '../api/importRun';
import { Icon } from '../components/Icon';
import { importFiles } from '../components/useChooseFiles';
import css from './DropLayer.module.css';

/**
 * DropLayer takes files anywhere in the window. The three handlers also guard
 * the page: without them the web view opens the dropped file in place of it.
 * The paths come from the program, the browser never tells them.
 */
export function DropLayer() {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const run = useImportRun();
  const depth = useRef(0);

  useEffect(() => onFilesDropped((paths) => importFiles(paths)), []);
  useEffect(() => {
    const has = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      event.preventDefault();
      depth.current += 1;
      if (has(event)) setOver(true);
    };
    const leave = () => {
      depth.current -= 1;
      if (depth.current <= 0) end();
    };
    const hold = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const end = () => {
      depth.current = 0;
      setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      end();
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hold);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', hold);
      window.removeEventListener('drop', drop);
    };
  }, []);

  if (!over) return null;
  return (
    <div className={css.layer} role="status">
      <div className={css.card}>
        <Icon of={IconFileImport} size={32} />
        <p className="bold">{run.state === 'running' ? t('imports.busy') : t('imports.dropHere')}</p>
        <p className="t2">{t('imports.formats')}</p>
      </div>
    </div>
  );
}
