import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Staleness } from '../../api/importTypes';
import { stalenessQuery } from '../../api/queries';
import { useSourceName } from '../../components/catalog/useCatalog';
import { Status } from '../../components/Status';
import table from '../../components/Table.module.css';
import { Tile } from '../../components/Tile';
import { day, missing } from '../../lib/format';

/** SourcesTile says of every source how old it is against its own rhythm, and what is missing in between. */
export function SourcesTile() {
  const { t } = useTranslation();
  const { data } = useQuery(stalenessQuery());
  const nameOf = useSourceName();
  if (!data || data.length === 0) return null;
  return (
    <Tile title={t('sources.title')} sub={t('sources.sub')} flush>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('fresh.source')}</th>
            <th scope="col">{t('fresh.dataset')}</th>
            <th scope="col" className="num">
              {t('fresh.dataAsOf')}
            </th>
            <th scope="col">{t('sources.rhythm')}</th>
            <th scope="col">{t('sources.state')}</th>
            <th scope="col">{t('sources.gap')}</th>
          </tr>
        </thead>
        <tbody>
          {data.map((one) => (
            <tr key={`${one.source} ${one.dataset}`}>
              <td>{nameOf(one.source)}</td>
              <td>{t(`dataset.${one.dataset}` as 'dataset.usage', { defaultValue: one.dataset })}</td>
              <td className="num">{day(one.asOf)}</td>
              <td>{one.every > 0 ? t('sources.every', { count: one.every }) : missing}</td>
              <td>
                <State one={one} />
              </td>
              <td className={table.wrapped}>{one.gap === '' ? missing : t('sources.hole', { gap: gapOf(one.gap) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Tile>
  );
}

function State({ one }: { one: Staleness }) {
  const { t } = useTranslation();
  if (one.late <= 0) return <Status is="current" />;
  return <Status is="late">{t('sources.late', { count: one.late })}</Status>;
}

/** gapOf prints the days of a hole, which come as "2026-10-02 to 2026-10-09". */
function gapOf(gap: string): string {
  return gap.replace(/\d{4}-\d{2}-\d{2}/g, (found) => day(found));
}
