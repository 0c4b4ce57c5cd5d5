import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { runShortcut } from '../../lib/useShortcut';
import { Icon } from '../Icon';
import { Keys } from '../Keys';

/** PaletteButton opens the palette from the header of a page. */
export function PaletteButton() {
  const { t } = useTranslation();
  return (
    <Button variant="subtle" px={8} title={t('palette.title')} onClick={() => runShortcut('palette')}>
      <span className="row">
        <Icon of={IconSearch} />
        <span className="sr">{t('palette.title')}</span>
        <span className="hint" aria-hidden="true">
          <Keys of="palette" />
        </span>
      </span>
    </Button>
  );
}
