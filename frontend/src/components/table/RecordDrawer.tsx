import { useTranslation } from 'react-i18next';

import type { ResultColumn } from '../../api/metricTypes';
import { hrefTo } from '../../lib/route';
import type { Words } from '../catalog/useCatalog';
import { SidePanel } from '../passport/SidePanel';
import { useSide } from '../passport/side';
import { printed } from './Cell';
import type { TableColumn } from './columns';
import css from './RecordDrawer.module.css';
import type { SourceRow } from './source';

interface RecordDrawerProps {
  viewKey: string;
  row: SourceRow | undefined;
  columns: TableColumn[];
  cells: ResultColumn[];
  words: Words;
  title: string;
}

/** RecordDrawer shows all columns of the current row of a table beside the page, and follows it. */
export function RecordDrawer({ viewKey, row, columns, cells, words, title }: RecordDrawerProps) {
  const { t } = useTranslation();
  const side = useSide();
  if (!side || !('row' in side) || side.row !== viewKey) return null;
  if (!row) {
    return (
      <SidePanel title={title} takesFocus={false}>
        <p className={css.note}>{t('table.recordWaits')}</p>
      </SidePanel>
    );
  }
  const told = columns.filter((one) => !one.points);
  const keys = told.filter((one) => one.key || one.dimension !== undefined);
  const figures = told.filter((one) => !keys.includes(one));
  const value = (name: string) => {
    const column = columns.find((one) => one.column.name === name);
    const found = column && row.values[column.at];
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  const account = value('account_key');
  const entitlement = value('entitlement_key');
  const about = keys.find((one) => !one.identifier) ?? keys[0];
  const heading = about ? printed(words, about, row, cells) : title;
  const list = (label: string, some: TableColumn[]) =>
    some.length > 0 && (
      <section className={css.group}>
        <h3>{label}</h3>
        <dl className={css.list}>
          {some.map((column) => (
            <div key={column.id}>
              <dt>{[...column.groups, column.title].filter(Boolean).join(' · ')}</dt>
              <dd>{printed(words, column, row, cells)}</dd>
            </div>
          ))}
        </dl>
      </section>
    );
  return (
    <SidePanel title={t('table.record')} takesFocus={false}>
      <div className={css.head}>
        <p className={css.name}>{heading}</p>
        {(account || entitlement) && (
          <p className="row">
            {entitlement && <a href={hrefTo('entitlement', entitlement)}>{t('table.recordOpenEntitlement')}</a>}
            {account && <a href={hrefTo('account', account)}>{t('table.recordOpenAccount')}</a>}
          </p>
        )}
      </div>
      {list(t('table.recordFigures'), figures)}
      {list(t('table.recordKeys'), keys)}
    </SidePanel>
  );
}
