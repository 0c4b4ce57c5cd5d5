import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Column, Drift, Guess, Inspection, Said } from '../../../api/importTypes';
import { ScrollBox } from '../../../components/ScrollBox';
import { Status } from '../../../components/Status';
import table from '../../../components/Table.module.css';
import { Tile } from '../../../components/Tile';
import { cx } from '../../../lib/cx';
import { int, missing } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import { GuessChip } from './GuessChip';
import { custom, fieldsOf, habitGuesses, keepsCustom, sheetMapping } from './said';
import css from './Wizard.module.css';
import { fieldName, reasonOf, sure } from './words';

interface ColumnsTableProps {
  columns: Column[];
  found: Inspection;
  said: Said;
  onColumn: (column: string, becomes: string) => void;
  onGuess: (guess: Guess, value: string) => void;
}

/** ColumnsTable says of every column what becomes of it, how surely and why; of a sheet the person can say otherwise. */
export function ColumnsTable({ columns, found, said, onColumn, onGuess }: ColumnsTableProps) {
  const { t } = useTranslation();
  const used = columns.filter((column) => column.becomes !== '').length;
  return (
    <Tile
      title={t('wizard.columns')}
      sub={t('wizard.columnsUsed', { used: int(used), count: columns.length, number: int(columns.length) })}
      flush
    >
      <ScrollBox label={t('chart.table', { title: t('wizard.columns') })}>
        <table className={cx(table.table, css.columns)}>
          <thead>
            <tr>
              <th scope="col">{t('wizard.column')}</th>
              <th scope="col">{t('wizard.sample')}</th>
              <th scope="col">{t('wizard.becomes')}</th>
              <th scope="col">{t('wizard.confidence')}</th>
              <th scope="col">{t('wizard.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column, i) => (
              <Row key={i} column={column} found={found} said={said} onColumn={onColumn} onGuess={onGuess} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Tile>
  );
}

type RowProps = { column: Column } & Omit<ColumnsTableProps, 'columns'>;

function Row({ column, found, said, onColumn, onGuess }: RowProps) {
  const { t } = useTranslation();
  const drift = (found.drift ?? []).find((one) => one.column === column.name && one.column !== '');
  const samples = (column.samples ?? []).join(', ');
  const reason = drift ? `${driftText(drift, t)} ${drift.evidence}` : reasonOf(column, t);
  return (
    <tr data-drift={drift !== undefined}>
      <td className="mono">
        <span className="cut" title={column.name}>
          {column.name || t('wizard.unnamed')}
        </span>
      </td>
      <td className="mono t2">
        <span className="cut" title={samples}>
          {samples || missing}
        </span>
      </td>
      <td>
        {sheetMapping(found) ? (
          <Becomes column={column} dataset={found.dataset} onColumn={onColumn} />
        ) : (
          <Read column={column} />
        )}
      </td>
      <td>
        <Status is={sure[column.confidence]} plain />
      </td>
      <td className={table.wrapped}>
        <span className={css.why}>
          <span>{reason}</span>
          {habitGuesses(column.name, found.guesses, said).map((guess) => (
            <GuessChip key={guess.name} guess={guess} onChange={(value) => onGuess(guess, value)} />
          ))}
        </span>
      </td>
    </tr>
  );
}

function driftText(drift: Drift, t: T): string {
  if (drift.was === '') return t('drift.new');
  return drift.was === drift.column ? t('drift.reshaped') : t('drift.renamed', { was: drift.was });
}

function Becomes({ column, dataset, onColumn }: { column: Column; dataset: string } & Pick<RowProps, 'onColumn'>) {
  const { t } = useTranslation();
  const fields = fieldsOf(dataset);
  const beside = keepsCustom(dataset) ? [custom, ''] : [''];
  const other = column.becomes !== custom && column.becomes !== '' && !fields.includes(column.becomes);
  const option = (value: string) => ({ value: value === '' ? 'none' : value, label: fieldName(value, t) });
  return (
    <Select
      aria-label={t('wizard.becomesOf', { column: column.name })}
      w={190}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('wizard.noField')}
      data={[
        { group: t('wizard.fields'), items: [...(other ? [column.becomes] : []), ...fields].map(option) },
        { group: t('wizard.otherwise'), items: beside.map(option) },
      ]}
      value={column.becomes === '' ? 'none' : column.becomes}
      onChange={(value) => value !== null && onColumn(column.name, value === 'none' ? '' : value)}
    />
  );
}

function Read({ column }: { column: Column }) {
  const { t } = useTranslation();
  if (column.becomes === '') return <span className="t2">{t('wizard.leftOut')}</span>;
  return (
    <span className="cut" title={column.becomes}>
      {column.becomes === custom ? t('wizard.kept') : fieldName(column.becomes, t)}
    </span>
  );
}
