import { Button } from '@mantine/core';
import { IconAlertOctagon, IconHelpCircle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { clearImport, type ImportRun, isUnknown, waits } from '../../api/importRun';
import type { Fault, ImportRow } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Tile } from '../../components/Tile';
import { cx } from '../../lib/cx';
import { int, seconds } from '../../lib/format';
import { hrefTo, hrefWith } from '../../lib/route';
import { Counts } from './Counts';
import css from './Imports.module.css';
import { ImportsTable } from './ImportsTable';
import { noteText } from './notes';
import { ProblemsTable } from './ProblemsTable';

/** shownWhole is up to how many files each is shown with all its counts; more stand in a table. */
const shownWhole = 3;

/** RunResult says of each file of the last run what became of it. */
export function RunResult({ run }: { run: ImportRun }) {
  const { t } = useTranslation();
  const close = (
    <Button variant="subtle" onClick={clearImport}>
      {t('imports.closeResult')}
    </Button>
  );
  if (run.fault) {
    return (
      <Tile title={t('imports.result')} actions={close}>
        <FaultNote fault={run.fault} quiet={run.fault.code === 'cancelled'} />
      </Tile>
    );
  }
  return (
    <Tile title={t('imports.result')} sub={t('imports.files', { count: run.rows.length })} actions={close}>
      {run.rows.length <= shownWhole ? (
        run.rows.map((row) => <FileResult key={`${row.id} ${row.path} ${row.file}`} row={row} />)
      ) : (
        <Many rows={run.rows} />
      )}
    </Tile>
  );
}

/** Many lists the files that were taken, and says of each other one why it was not. */
function Many({ rows }: { rows: ImportRow[] }) {
  const { t } = useTranslation();
  const taken = rows.filter((row) => row.state === 'committed' || row.state === 'duplicate');
  return (
    <>
      {rows
        .filter((row) => !taken.includes(row))
        .map((row) => (
          <FileResult key={`${row.path} ${row.file}`} row={row} />
        ))}
      <ImportsTable rows={taken} label={t('imports.several')} />
    </>
  );
}

function FileResult({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  if (waits(row)) return <WaitNote row={row} />;
  if (row.error) {
    return (
      <FaultNote
        fault={row.error}
        file={row.file}
        action={isUnknown(row) && <WizardLink row={row}>{t('imports.sayMeaning')}</WizardLink>}
      />
    );
  }
  if (row.state === 'cancelled') return <Note file={row.file}>{t('imports.cancelled')}</Note>;
  if (row.state === 'duplicate') {
    return (
      <Note file={row.file}>
        {t('imports.duplicate')} <a href={hrefTo('imports', row.id)}>{t('imports.showFirst')}</a>
      </Note>
    );
  }
  return (
    <div className={css.file}>
      <div className={css.fileHead}>
        <a href={hrefTo('imports', row.id)} className="bold cut" title={row.file}>
          {row.file}
        </a>
        <span className="t2 cut" title={row.title}>
          {row.title}
        </span>
        <span className="grow" />
        <span className="sm t2">{t('imports.took', { time: seconds(row.seconds) })}</span>
      </div>
      <Counts row={row} />
      <Notes notes={row.notes} />
      {row.problems.length > 0 && <ProblemsTable row={row} limit={5} />}
    </div>
  );
}

/** WaitNote says what a file waits for, and leads to where it is said. */
function WaitNote({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  const why = row.error?.message ?? t('imports.held');
  return (
    <div className={cx(css.note, css.waiting)}>
      <Icon of={IconHelpCircle} />
      <div className="grow">
        <p className="bold">{t('imports.waits', { file: row.file })}</p>
        <p>{why}</p>
        <p className="t2">{t('imports.nothingStored')}</p>
      </div>
      <WizardLink row={row}>{t(row.state === 'held' ? 'imports.lookHeld' : 'imports.answer')}</WizardLink>
    </div>
  );
}

/** WizardLink opens the wizard for a file of a run. */
function WizardLink({ row, children }: { row: ImportRow; children: React.ReactNode }) {
  // Of a held file everything is known; only what it would change is to be looked at.
  const step = row.state === 'held' ? 'check' : '';
  return (
    <Button
      component="a"
      variant="filled"
      href={hrefWith({ path: row.path, member: row.member, step }, 'imports', 'new')}
    >
      {children}
    </Button>
  );
}

/** Notes are what the import did by rule and one should know. */
export function Notes({ notes }: { notes: string[] }) {
  const { t } = useTranslation();
  if (notes.length === 0) return null;
  return (
    <ul className={css.notes}>
      {notes.map((note) => (
        <li key={note} className="sm">
          <Icon of={IconInfoCircle} size={14} /> {noteText(note, t)}
        </li>
      ))}
    </ul>
  );
}

interface FaultNoteProps {
  fault: Fault;
  file?: string;
  quiet?: boolean;
  /** action is what the person can do here about it. */
  action?: React.ReactNode;
}

/** FaultNote is the sentence of a refused file, where it stands in the file, and what to do. */
export function FaultNote({ fault, file = fault.file ?? '', quiet = false, action }: FaultNoteProps) {
  const { t } = useTranslation();
  const place = [
    fault.row ? t('imports.row', { row: int(fault.row) }) : '',
    fault.column ? t('imports.column', { column: fault.column }) : '',
  ].filter(Boolean);
  return (
    <div role="alert" className={cx(css.note, !quiet && css.refused)}>
      <Icon of={quiet ? IconInfoCircle : IconAlertOctagon} />
      <div className="grow">
        <p className="bold">{file === '' ? fault.message : t('imports.refused', { file })}</p>
        {file !== '' && <p>{fault.message}</p>}
        {place.length > 0 && <p className="t2">{place.join(', ')}</p>}
        {fault.hint && <p>{fault.hint}</p>}
        {!quiet && <p className="t2">{t('imports.nothingStored')}</p>}
      </div>
      {action}
    </div>
  );
}

function Note({ file, children }: { file: string; children: React.ReactNode }) {
  return (
    <div className={css.note}>
      <Icon of={IconInfoCircle} />
      <div className="grow">
        {file !== '' && <p className="bold">{file}</p>}
        <p>{children}</p>
      </div>
    </div>
  );
}
