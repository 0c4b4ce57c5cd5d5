import { useTranslation } from 'react-i18next';

import type { ImportRow } from '../../api/types';
import { Status } from '../../components/Status';
import { int } from '../../lib/format';
import css from './Imports.module.css';

const names = ['added', 'changed', 'unchanged', 'skipped', 'rejected'] as const;

/** Counts are the rows of the file and the five counts they add up to. */
export function Counts({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  return (
    <dl className={css.counts}>
      <div>
        <dt>{t('imports.rowsRead')}</dt>
        <dd className={css.value}>{int(row.rows)}</dd>
        <dd>{t('imports.addUp')}</dd>
      </div>
      {names.map((name) => (
        <div key={name}>
          <dt>{t(`imports.count.${name}`)}</dt>
          <dd className={css.value}>{int(row[name])}</dd>
          <dd>
            {name === 'rejected' && row.rejected > 0 ? (
              <span className="crit">
                <Status is="refused" plain>
                  {t('imports.look')}
                </Status>
              </span>
            ) : (
              t(`imports.means.${name}`)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
