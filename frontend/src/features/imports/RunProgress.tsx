import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { cancelImport, type ImportRun } from '../../api/importRun';
import type { Progress as Step } from '../../api/types';
import { toastError } from '../../components/toast';
import { bytes, int, missing, seconds } from '../../lib/format';
import type { T } from '../../lib/i18n';
import css from './Imports.module.css';

/** RunProgress shows how far the import is, how fast, and how to stop it. */
export function RunProgress({ run }: { run: ImportRun }) {
  const { t } = useTranslation();
  const step = run.progress;
  const done = step && step.size > 0 ? Math.min(100, (step.bytes / step.size) * 100) : 0;
  const name = step ? t('imports.running', { file: step.file }) : t('imports.starting');
  return (
    <section className={css.progress} aria-label={t('imports.progress')}>
      <div className="row">
        <h2 className="cut" title={name}>
          {name}
        </h2>
        {step && step.count > 1 && (
          <span className="t2">{t('imports.fileOf', { index: int(step.index + 1), number: int(step.count) })}</span>
        )}
        <span className="grow" />
        <Button onClick={() => cancelImport().catch(toastError)} disabled={run.cancelling}>
          {run.cancelling ? t('imports.cancelling') : t('imports.cancel')}
        </Button>
      </div>
      <Progress value={done} aria-label={name} size={6} color="var(--hr-accent)" />
      <div className={css.figures}>
        {facts(step, t).map(([label, value]) => (
          <div key={label}>
            <span className="sm t2">{label}</span> <span>{value}</span>
          </div>
        ))}
      </div>
      <p className="sr" role="status">
        {name}
      </p>
    </section>
  );
}

function facts(step: Step | null, t: T): [string, string][] {
  if (!step) return [];
  const timed = step.seconds > 0;
  const left = step.bytes > 0 ? (step.seconds * (step.size - step.bytes)) / step.bytes : null;
  return [
    [
      t('imports.stageLabel'),
      t(`imports.stage.${step.stage}` as 'imports.stage.reading', { defaultValue: step.stage }),
    ],
    [t('imports.rows'), int(step.rows)],
    [t('imports.read'), t('imports.bytesOf', { bytes: bytes(step.bytes), size: bytes(step.size) })],
    [t('imports.rate'), timed ? t('imports.perSecond', { rate: int(step.rows / step.seconds) }) : missing],
    [t('imports.left'), left === null ? missing : seconds(left)],
  ];
}
