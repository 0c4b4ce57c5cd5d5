import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { versionsQuery } from '../../../api/rules';
import type { RuleDocument, RuleVersion } from '../../../api/ruleTypes';
import { Dialog } from '../../../components/Dialog';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { list, moment } from '../../../lib/format';
import { differences } from '../model/differences';
import { completed } from '../model/document';
import css from './Versions.module.css';

interface VersionsDialogProps {
  id: number;
  /** now is the number of the version in force. */
  now: number;
  onRestore: (version: number, rule: RuleDocument) => void;
  onClose: () => void;
}

/** VersionsDialog lists the kept definitions of a rule with what each changed, and brings one back. */
export function VersionsDialog({ id, now, onRestore, onClose }: VersionsDialogProps) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(versionsQuery(id, i18n.language));
  return (
    <Dialog
      size={600}
      onClose={onClose}
      title={t('rules.versions.title')}
      closeButtonProps={{ 'aria-label': t('rules.close') }}
    >
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonPage />}
      <ol className={css.list}>
        {data?.map((one, i) => (
          <Version key={one.number} one={one} before={data[i + 1]} current={one.number === now} onRestore={onRestore} />
        ))}
      </ol>
    </Dialog>
  );
}

interface VersionProps {
  one: RuleVersion;
  before: RuleVersion | undefined;
  current: boolean;
  onRestore: (version: number, rule: RuleDocument) => void;
}

function Version({ one, before, current, onRestore }: VersionProps) {
  const { t } = useTranslation();
  const changed = before ? differences(completed(before.rule), completed(one.rule)) : [];
  return (
    <li className={css.version}>
      <span className="grow">
        <span className={css.head}>
          <b>{t('rules.versions.number', { number: one.number })}</b>
          <span className="t2">{moment(one.at)}</span>
        </span>
        <span className={css.changes}>
          {before
            ? changed.length > 0
              ? t('rules.versions.changed', { parts: list(changed.map((part) => t(`rules.part.${part}`))) })
              : t('rules.versions.same')
            : t('rules.versions.first')}
        </span>
        {one.sentence && <span className={css.sentence}>{one.sentence}</span>}
      </span>
      {current ? (
        <span className="sm t2">{t('rules.versions.now')}</span>
      ) : (
        <Button
          aria-label={t('rules.versions.restoreLabel', { number: one.number })}
          onClick={() => onRestore(one.number, completed(one.rule))}
        >
          {t('rules.versions.restore')}
        </Button>
      )}
    </li>
  );
}
