import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { CellValue, Explanation } from '../../api/metricTypes';
import { cx } from '../../lib/cx';
import { int } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import type { Words } from '../catalog/useCatalog';
import { Icon } from '../Icon';
import { evidenceColumns, filesOf, isDull, linesOf, mostRows } from './evidence';
import css from './Passport.module.css';
import { type PassportOf, rowsHref } from './passport';

interface RowsProps {
  explanation: Explanation;
  of: PassportOf;
  words: Words;
}

/** Rows are the rows behind a figure with the lines of their files, and the check that they make it. */
export function Rows({ explanation, of, words }: RowsProps) {
  const { t } = useTranslation();
  const { rows, count, check, parts } = explanation;
  const columns = evidenceColumns(explanation);
  const shown = rows.slice(0, mostRows);
  const files = filesOf(explanation);
  return (
    <section className={css.section}>
      <div className={css.heading}>
        <h3>{t('passport.behind')}</h3>
        {count > 0 && <a href={rowsHref(of)}>{t('passport.openRows', { count, number: int(count) })}</a>}
      </div>
      {shown.length > 0 && (
        <table className={css.rows}>
          <caption className="sr">{t('passport.behind')}</caption>
          <thead>
            <tr>
              {columns.map((one) => (
                <th key={one.name} scope="col" className={cx(one.type !== 'text' && css.number)}>
                  {words.columnLabel(one)}
                </th>
              ))}
              <th scope="col" className={css.number}>
                {t('passport.line')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => (
              <tr key={at} className={cx(row.left_out != null && css.out)} title={leftOut(row)}>
                {columns.map((one) => {
                  const text = words.cell(one, row[one.name], undefined, String(row.currency ?? ''));
                  return (
                    <td
                      key={one.name}
                      className={cx(one.type !== 'text' && css.number, isDull(one.name) && css.dull)}
                      title={text}
                    >
                      <span className={css.cell}>{text}</span>
                    </td>
                  );
                })}
                <td className={css.number}>
                  <Lines row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {count > shown.length && shown.length > 0 && (
        <p className="t3 sm">
          {t('passport.more', { count: count - shown.length, number: int(count - shown.length) })}
        </p>
      )}
      {parts.length > 0 && (
        <dl className={css.parts}>
          {parts.map((part) => (
            <div key={part.name}>
              <dt>{part.words}</dt>
              <dd>{words.cell({ name: part.name, type: 'number', format: 'number', unit: '' }, part.value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={cx(css.check, !check.holds && css.fails)}>
        <Icon of={check.holds ? IconCircleCheck : IconAlertTriangle} />
        <span>{t(check.holds ? 'passport.holds' : 'passport.fails', { words: check.words })}</span>
      </p>
      {files.length > 0 && (
        <ul className={css.files}>
          {files.slice(0, 5).map(({ file, importId }) => (
            <li key={file}>{importId === null ? file : <a href={hrefTo('imports', importId)}>{file}</a>}</li>
          ))}
          {files.length > 5 && <li>{t('passport.moreFiles', { count: files.length - 5 })}</li>}
        </ul>
      )}
    </section>
  );
}

function leftOut(row: Record<string, CellValue>): string | undefined {
  return typeof row.left_out === 'string' ? row.left_out : undefined;
}

/** Lines are the lines a row is from; they lead to the import that read them. */
function Lines({ row }: { row: Record<string, CellValue> }) {
  const { t } = useTranslation();
  const lines = linesOf(row);
  const [first] = lines;
  if (first === undefined) return <span className="t3">–</span>;
  const text = lines.length > 1 ? t('passport.linesMore', { line: int(first), count: lines.length - 1 }) : int(first);
  if (typeof row.import_id !== 'number') return text;
  const label = t('passport.lineOf', { line: int(first), file: String(row.file ?? '') });
  return (
    <a href={hrefTo('imports', row.import_id)} aria-label={label} title={label}>
      {text}
    </a>
  );
}
