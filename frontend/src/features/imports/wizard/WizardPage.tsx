import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { imports } from '../../../api/actions';
import { importOne, useImportRun } from '../../../api/importRun';
import type { Ask, Guess, Inspection, Mapping, Said } from '../../../api/importTypes';
import { checkQuery, filesQuery, inspectionQuery } from '../../../api/queries';
import type { ImportRow } from '../../../api/types';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Page } from '../../../components/Page';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { hideToast } from '../../../components/toast';
import { int } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import { goTo, hrefTo, useRoute } from '../../../lib/route';
import { RunProgress } from '../RunProgress';
import { FaultNote } from '../RunResult';
import { CheckStep } from './CheckStep';
import { DriftTile } from './DriftTile';
import { FileFacts, type Step, Steps } from './FileBar';
import { FileStep } from './FileStep';
import { MappingStep } from './MappingStep';
import {
  emptyMapping,
  generic,
  isReady,
  nothingSaid,
  questions,
  shownColumns,
  taken,
  withColumn,
  withDataset,
  withGuess,
} from './said';
import css from './Wizard.module.css';
import { type Keeping, WizardFooter } from './WizardFooter';

/** WizardPage takes one file in: what it is, what its columns mean, what it would change, and only then the import. */
export function WizardPage() {
  const { params } = useRoute();
  const { t } = useTranslation();
  const path = params.get('path') ?? '';
  const member = params.get('member') ?? '';
  const files = useQuery(filesQuery(path));
  const several = (files.data?.length ?? 0) > 1 && member === '';
  const parent = { label: t('nav.imports'), href: hrefTo('imports') };
  if (several && files.data) {
    return (
      <Page title={nameOf(path)} parent={parent} bar={<Steps at="file" can={() => false} onGo={() => {}} />}>
        <FileStep path={path} files={files.data} />
      </Page>
    );
  }
  return (
    <OneFile
      key={`${path} ${member}`}
      path={path}
      member={member}
      first={params.get('step') === 'check' ? 'check' : 'mapping'}
      parent={parent}
    />
  );
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}

interface OneFileProps {
  path: string;
  member: string;
  /** first is the step it opens at. */
  first: Step;
  parent: { label: string; href: string };
}

function OneFile({ path, member, first: opened, parent }: OneFileProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = useImportRun();
  const [said, setSaid] = useState<Said>(nothingSaid);
  const [step, setStep] = useState<Step>(opened);
  const [asked, setAsked] = useState<Ask[]>([]);
  const [keeping, setKeeping] = useState<Keeping>({ remember: true, trust: false });
  const { data: found, error, isPlaceholderData, refetch } = useQuery(inspectionQuery(path, member, said));
  // What the file says by itself, to keep its reasons for what the person has left as it was.
  const { data: first } = useQuery({ ...inspectionQuery(path, member, { ...said, mapping: null }), enabled: !!found });
  const whole = found ? taken(said, found) : said;
  const check = useQuery({
    ...checkQuery(path, member, whole),
    enabled: step === 'check' && found !== undefined && !isPlaceholderData,
  });
  // What the last import brought must not cover the buttons of this one.
  useEffect(hideToast, []);
  const open = found?.asks;
  useEffect(() => {
    if (!isPlaceholderData) setAsked((before) => questions(before, open ?? [], said));
  }, [open, isPlaceholderData, said]);

  const change = (mapping: Mapping, base: Said = whole) => setSaid({ ...base, mapping });
  const mapping = whole.mapping;
  const ready = found !== undefined && !isPlaceholderData && isReady(found);
  const onGuess = (guess: Guess, value: string) => {
    if (found && guess.name === 'profile' && value === generic) change(blank(found, found.dataset || 'entitlements'));
    else setSaid(withGuess(guess.column ? whole : said, guess.name, value, guess.column));
  };
  const onAnswer = (ask: Ask, answer: string) => {
    if (!found) return;
    if (ask.name !== 'dataset') setSaid(withGuess(said, named(ask.name), answer, ask.column));
    else if (said.mapping) change(withDataset(said.mapping, answer));
    else change(blank(found, answer));
  };
  const store = async () => {
    setStep('import');
    const row = await importOne(() => imports.import(path, member, whole, keeping.remember, keeping.trust));
    await client.invalidateQueries();
    if (row && row.id > 0) goTo('imports', row.id);
    else setStep('check');
  };

  const bar = (
    <>
      <Steps at={step} can={(to) => to === 'file' || to === 'mapping' || (to === 'check' && ready)} onGo={setStep} />
      <span className="grow" />
      {found && step !== 'import' && <FileFacts found={found} onGuess={onGuess} />}
    </>
  );
  const row = check.data?.row;
  const storable = row !== undefined && row.error === null && !check.isFetching && run.state !== 'running';
  const failed = run.state === 'finished' && run.fault && step === 'check';
  return (
    <Page title={found?.file ?? nameOf(path)} parent={parent} bar={bar} stale={isPlaceholderData} scroll={false}>
      <div className={css.frame}>
        <div className={css.wizard}>
          {error && <ErrorPanel error={error} onRetry={refetch} />}
          {!found && !error && <SkeletonPage />}
          {failed && run.fault && <FaultNote fault={run.fault} />}
          {found && step === 'file' && <FileStep path={path} found={found} />}
          {found && step === 'mapping' && (
            <MappingStep
              found={found}
              said={said}
              asks={asked}
              columns={shownColumns(found, first, said)}
              onGuess={onGuess}
              onAnswer={onAnswer}
              onMapping={change}
              onSaid={(part) => setSaid({ ...said, ...part })}
              onColumn={(column, field) => mapping && change(withColumn(mapping, column, field))}
              onConfirm={mapping && !said.mapping ? () => setSaid(whole) : undefined}
            />
          )}
          {step === 'check' && check.error && <ErrorPanel error={check.error} onRetry={check.refetch} />}
          {step === 'check' && check.isFetching && <Checking />}
          {step === 'check' && row?.error && <FaultNote fault={row.error} file={row.file} />}
          {step === 'check' && found && (found.drift ?? []).length > 0 && <DriftTile found={found} />}
          {step === 'check' && check.data && !row?.error && (
            <CheckStep
              checked={check.data}
              partial={said.partial}
              onPartial={(partial) => setSaid({ ...said, partial })}
            />
          )}
          {step === 'import' && run.state === 'running' && <RunProgress run={run} />}
        </div>
        {step !== 'import' && (
          <WizardFooter
            keeping={keeping}
            onKeeping={setKeeping}
            next={step === 'check' ? primary(row, t) : t('wizard.check')}
            ready={step === 'check' ? storable : ready}
            onNext={step === 'check' ? store : () => setStep('check')}
          />
        )}
      </div>
    </Page>
  );
}

/** blank begins a mapping of the columns of a file, with the fields its columns already have a name for. */
function blank(found: Inspection, dataset: string): Mapping {
  return emptyMapping(found.file, found.header ?? [], dataset);
}

/** named is what a question is called where its answer is said. */
function named(ask: string): string {
  return ask === 'partner_id' ? 'partner' : ask;
}

/** primary says what the import will do, as soon as the check has found it out. */
function primary(row: ImportRow | undefined, t: T): string {
  if (!row || row.error) return t('wizard.step.import');
  const count = row.added + row.changed;
  const number = int(count);
  if (row.rejected === 0) return count === 0 ? t('wizard.importNothing') : t('wizard.import', { count, number });
  return t('wizard.importWithout', { count, number, rejected: int(row.rejected) });
}

function Checking() {
  const { t } = useTranslation();
  const run = useImportRun();
  return (
    <p className={css.checking} role="status">
      {run.progress ? t('wizard.checking', { rows: int(run.progress.rows) }) : t('wizard.checkingNow')}
    </p>
  );
}
