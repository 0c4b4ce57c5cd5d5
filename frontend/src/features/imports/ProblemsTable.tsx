import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ImportRow } from '../../api/types';
import { ScrollBox } from '../../components/ScrollBox';
import table from '../../components/Table.module.css';
import { int, missing } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import css from './Imports.module.css';

interface ProblemsTableProps {
  row: ImportRow;
  /** limit cuts the list and links to the whole. */
  limit?: number;
}

/** ProblemsTable lists rows that were left out, and rows that were taken with a remark. */
export function ProblemsTable({ row, limit = 500 }: ProblemsTableProps) {
  const { t } = useTranslation();
  const rejected = row.problems.filter((problem) => !problem.note);
  const noted = row.problems.filter((problem) => problem.note);
  const [kind, setKind] = useState(rejected.length > 0 ? 'rejected' : 'noted');
  const shown = kind === 'rejected' ? rejected : noted;
  return (
    <section aria-label={t('problems.title')}>
      <div className={css.problemsHead}>
        <h2>{t('problems.title')}</h2>
        <SegmentedControl
          value={kind}
          onChange={setKind}
          aria-label={t('problems.kind')}
          data={[
            {
              value: 'rejected',
              label: t('problems.rejected', { number: int(row.rejected) }),
              disabled: rejected.length === 0,
            },
            { value: 'noted', label: t('problems.noted', { number: int(noted.length) }), disabled: noted.length === 0 },
          ]}
        />
      </div>
      <ScrollBox label={t('problems.table')}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className="num" style={{ width: 88 }}>
                {t('problems.row')}
              </th>
              <th scope="col">{t('problems.column')}</th>
              <th scope="col">{t('problems.value')}</th>
              <th scope="col">{t('problems.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, limit).map((problem) => (
              <tr key={`${problem.row} ${problem.column} ${problem.code}`}>
                <td className="num">{int(problem.row)}</td>
                <td>{problem.column}</td>
                <td className="mono">
                  {problem.value !== '' ? (
                    problem.value
                  ) : (
                    <span className="t3">{problem.note ? missing : t('problems.empty')}</span>
                  )}
                </td>
                <td className={table.wrapped}>{problem.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {shown.length > limit && (
        <p className={css.more}>
          <a href={hrefTo('imports', row.id)}>
            {t('problems.all', { count: shown.length, number: int(shown.length) })}
          </a>
        </p>
      )}
    </section>
  );
}
