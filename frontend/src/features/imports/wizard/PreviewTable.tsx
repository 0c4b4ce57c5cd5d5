import { useTranslation } from 'react-i18next';

import type { Inspection } from '../../../api/importTypes';
import { ScrollBox } from '../../../components/ScrollBox';
import table from '../../../components/Table.module.css';
import { Tile } from '../../../components/Tile';
import { int } from '../../../lib/format';
import css from './Wizard.module.css';

/** PreviewTable shows the first rows as they are cut into cells. */
export function PreviewTable({ found, height }: { found: Inspection; height?: number }) {
  const { t } = useTranslation();
  const rows = found.preview ?? [];
  return (
    <Tile
      title={t('wizard.preview')}
      sub={t('wizard.firstRows', { count: rows.length, number: int(rows.length) })}
      flush={height === undefined}
    >
      <ScrollBox label={t('chart.table', { title: t('wizard.preview') })} {...(height ? { height } : {})}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('problems.row')}
              </th>
              {(found.header ?? []).map((name, i) => (
                <th key={i} scope="col" className="mono">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={found.lines?.[i] ?? i}>
                <td className="num t2">{int(found.lines?.[i] ?? null)}</td>
                {row.map((cell, j) => (
                  <td key={j} className={css.previewCell}>
                    <span className="lines" title={cell}>
                      {cell}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Tile>
  );
}
