import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { KeyTest } from '../../../api/importTypes';
import { Icon } from '../../../components/Icon';
import { ScrollBox } from '../../../components/ScrollBox';
import { Tile } from '../../../components/Tile';
import { int } from '../../../lib/format';
import css from './Wizard.module.css';
import { fieldName } from './words';

interface KeyNoteProps {
  test: KeyTest;
  /** chosen are the parts in use now. */
  chosen: string[] | null;
  /** onKey takes other parts; without it the key is a rule of the export. */
  onKey?: ((fields: string[]) => void) | undefined;
}

/** KeyNote says whether the rows can be told apart, shows some that cannot, and offers what would. */
export function KeyNote({ test, chosen, onKey }: KeyNoteProps) {
  const { t } = useTranslation();
  const names = (fields: string[] | null) => (fields ?? []).map((field) => fieldName(field, t)).join(', ');
  const wider = test.wider ?? [];
  const isWider = wider.length > 0 && wider.join() === (chosen ?? []).join();
  const fine = test.collisions === 0 || isWider;
  return (
    <Tile title={t('key.title')}>
      <div className={css.key}>
        <Icon of={fine ? IconCircleCheck : IconAlertTriangle} />
        <div className="grow">
          <p>
            {test.collisions === 0
              ? t('key.fine', { fields: names(test.fields), count: test.rows, number: int(test.rows) })
              : t('key.collide', { fields: names(test.fields), count: test.collisions, number: int(test.collisions) })}
          </p>
          {isWider && <p className="t2">{t('key.widened', { fields: names(wider) })}</p>}
          {!isWider && wider.length > 0 && onKey && (
            <p className="row">
              {t('key.offer', { fields: names(wider) })}
              <Button onClick={() => onKey(wider)}>{t('key.take')}</Button>
            </p>
          )}
          {!isWider && wider.length === 0 && test.collisions > 0 && <p className="t2">{t('key.none')}</p>}
          {test.examples && test.examples.length > 0 && (
            <ScrollBox label={t('key.examples')}>
              <table className={css.plain}>
                <tbody>
                  {test.examples.map((row, i) => (
                    <tr key={i}>
                      {row.map((cell, j) => (
                        <td key={j} className="mono">
                          {cell}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollBox>
          )}
        </div>
      </div>
    </Tile>
  );
}
