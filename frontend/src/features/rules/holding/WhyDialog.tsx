import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { whyQuery } from '../../../api/rules';
import type { WhyExplained } from '../../../api/ruleTypes';
import { useWords } from '../../../components/catalog/useCatalog';
import { Dialog } from '../../../components/Dialog';
import { ErrorPanel } from '../../../components/ErrorPanel';
import { Icon } from '../../../components/Icon';
import { reasonText } from '../../../components/reason';
import { SkeletonPage } from '../../../components/SkeletonPage';
import { capital, moment } from '../../../lib/format';
import type { T } from '../../../lib/i18n';
import { detailText, stepText } from '../activity/told';
import css from '../rehearsal/Rehearsal.module.css';

interface WhyDialogProps {
  /** id is the rule's; 0 is one that is not kept yet, which was never evaluated. */
  id: number;
  instance: string;
  title: string;
  /** reason is the comparison as it stands now. */
  reason: string;
  onClose: () => void;
}

/** WhyDialog says why an instance fired, or why it did not: every step from the facts to the person. */
export function WhyDialog({ id, instance, title, reason, onClose }: WhyDialogProps) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Dialog
      size={520}
      onClose={onClose}
      title={t('rules.why.title', { name: title || instance })}
      closeButtonProps={{ 'aria-label': t('rules.close') }}
    >
      {id > 0 ? (
        <Explained id={id} instance={instance} />
      ) : (
        <>
          {reason && <p className={css.reason}>{words ? reasonText(reason, words) : reason}</p>}
          <p className="t2">{t('rules.why.notKept')}</p>
        </>
      )}
    </Dialog>
  );
}

function Explained({ id, instance }: { id: number; instance: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(whyQuery(id, instance));
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonPage />;
  return (
    <>
      <p className="bold">{outcomeText(data, t)}</p>
      <ol className={css.steps}>
        {data.steps.map((step) => (
          <Passed key={step.kind} step={step} />
        ))}
      </ol>
    </>
  );
}

/** outcomeText says whether the person was told; what waits to be delivered is in the inbox until then. */
function outcomeText({ told, steps }: WhyExplained, t: T): string {
  if (!told) return t('rules.why.notTold');
  const waits = steps.some(({ kind, ok }) => kind === 'delivered' && !ok);
  return t(waits ? 'rules.why.inInbox' : 'rules.why.told');
}

function Passed({ step }: { step: WhyExplained['steps'][number] }) {
  const { t } = useTranslation();
  const words = useWords();
  const { reason = '', ...others } = step.detail ?? {};
  // That a delivery waits is what the step itself says, and that it is tried again what went wrong.
  const said = reason === 'waiting' || (reason === 'retry' && others.error !== undefined);
  const detail = detailText(said ? others : { ...others, reason }, words, t);
  return (
    <li>
      <span className={step.ok ? css.ok : css.not}>
        <Icon
          of={step.ok ? IconCircleCheck : IconAlertTriangle}
          label={t(step.ok ? 'rules.why.passed' : 'rules.why.stopped')}
        />
      </span>
      <span>
        {stepText(step, t)}
        {(detail !== '' || step.at) && (
          <span className="sm t2">
            {' '}
            {[capital(detail), step.at ? moment(step.at) : ''].filter(Boolean).join(' · ')}
          </span>
        )}
      </span>
    </li>
  );
}
