import { useTranslation } from 'react-i18next';

import type { Unused } from '../../api/types';
import { Empty } from '../../components/Empty';
import { ScrollBox } from '../../components/ScrollBox';
import table from '../../components/Table.module.css';
import { Tile } from '../../components/Tile';
import { day, int } from '../../lib/format';

/** UnusedTile lists products, workloads and features nobody used in their window. */
export function UnusedTile({ unused }: { unused: Unused[] }) {
  const { t } = useTranslation();
  return (
    <Tile title={t('unused.title')} sub={t('unused.sub')} span={4}>
      {unused.length === 0 ? (
        <Empty>{t('unused.none')}</Empty>
      ) : (
        <ScrollBox label={t('chart.table', { title: t('unused.title') })}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('unused.name')}</th>
                <th scope="col" className="num">
                  {t('unused.total')}
                </th>
                <th scope="col" className="num">
                  {t('unused.lastUse')}
                </th>
              </tr>
            </thead>
            <tbody>
              {unused.map((item) => (
                <tr key={`${item.kind} ${item.name}`}>
                  <td className={table.wrapped}>
                    {item.name} <span className="t3 sm">{t(`unused.${item.kind}`)}</span>
                  </td>
                  <td className="num">{int(item.total)}</td>
                  <td className="num">
                    {item.lastUse === '' ? <span className="t2">{t('unused.never')}</span> : day(item.lastUse)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Tile>
  );
}
