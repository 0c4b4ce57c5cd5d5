import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import css from './DropArea.module.css';
import { Icon } from './Icon';
import { useChooseFiles } from './useChooseFiles';

/** DropArea is the button twin of dropping files anywhere in the window. */
export function DropArea() {
  const { t } = useTranslation();
  const choose = useChooseFiles();
  return (
    <section className={css.area} aria-label={t('imports.drop')}>
      <Icon of={IconFileImport} size={28} />
      <div>
        <p className="bold">{t('imports.drop')}</p>
        <p className="sm t2">{t('imports.formats')}</p>
      </div>
      <Button size="sm" variant="filled" onClick={choose}>
        {t('imports.choose')}
      </Button>
    </section>
  );
}
