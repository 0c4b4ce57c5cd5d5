import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Inspection } from '../../../api/importTypes';
import { Icon } from '../../../components/Icon';
import { Status } from '../../../components/Status';
import { Tile } from '../../../components/Tile';
import css from './Wizard.module.css';
import { fieldName, sure } from './words';

interface DriftTileProps {
  found: Inspection;
  /** onConfirm takes all repairs as they stand; it is there while one of them is not certain. */
  onConfirm?: (() => void) | undefined;
}

/** DriftTile lists where the file differs from the last one of its kind, and how its meaning carries over. */
export function DriftTile({ found, onConfirm }: DriftTileProps) {
  const { t } = useTranslation();
  const drift = found.drift ?? [];
  const confirm = onConfirm && (
    <Button variant="filled" onClick={onConfirm}>
      {t('drift.confirm', { count: drift.length })}
    </Button>
  );
  return (
    <Tile title={t('drift.title')} sub={t('drift.sub')} actions={confirm}>
      <ul className={css.drift}>
        {drift.map((one) => (
          <li key={`${one.was} ${one.column}`} data-sure={one.confidence}>
            <Icon of={one.confidence === 'certain' ? IconCircleCheck : IconAlertTriangle} />
            <span className="grow">
              <b className="mono">{one.was || one.column}</b> {one.column === '' && t('drift.gone')}
              {one.was === '' && t('drift.isNew')}
              {one.was !== '' && one.column === one.was && t('drift.hasChanged')}
              {one.was !== '' && one.column !== '' && one.was !== one.column && (
                <>
                  {t('drift.isNow')} <b className="mono">{one.column}</b>
                  {one.field !== '' && one.field !== one.was && `: ${fieldName(one.field, t)}`}
                </>
              )}
              . <span className="t2">{one.evidence}</span>
            </span>
            <Status is={sure[one.confidence]} plain />
          </li>
        ))}
      </ul>
    </Tile>
  );
}
