import { useTranslation } from 'react-i18next';

import { exports } from '../../api/reports';
import { int } from '../../lib/format';
import { toast, toastError } from '../toast';
import type { TableColumn } from './columns';
import type { Range } from './keyboard';
import type { RowSource, SourceRow } from './source';
import { tsv } from './values';

/** mostCopied is how many rows go to the clipboard; an export has no limit. */
const mostCopied = 50_000;

/** useCopy copies the cells chosen, or all rows, as lines with tabs between, with their heads. */
export function useCopy(columns: TableColumn[], source: RowSource) {
  const { t } = useTranslation();
  const write = async (rows: SourceRow[], cells: TableColumn[], whole: number) => {
    const head = cells.map((one) => [...one.groups, one.title].filter(Boolean).join(' '));
    const text = tsv(
      head,
      rows.map((row) => cells.map((one) => (one.points ? null : row.values[one.at]))),
    );
    await exports.copyText(text);
    const number = int(rows.length);
    const message =
      rows.length < whole
        ? t('table.copiedPart', { number, whole: int(whole) })
        : t('table.copied', { count: rows.length, number });
    toast({ message });
  };
  return (range: Range | null) => {
    const cells = columns.filter((one) => !one.points);
    if (!range) {
      return source
        .all(mostCopied)
        .then((rows) => write(rows, cells, source.count))
        .catch(toastError);
    }
    const rows: SourceRow[] = [];
    for (let i = range.top; i <= range.bottom; i++) {
      const row = source.at(i);
      if (row) rows.push(row);
    }
    return write(rows, columns.slice(range.left, range.right + 1), range.bottom - range.top + 1).catch(toastError);
  };
}
