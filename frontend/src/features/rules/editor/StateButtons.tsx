import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { askRulesAgain, ruleActions, rulesQuery } from '../../../api/rules';
import type { RuleState } from '../../../api/ruleTypes';
import { Confirm } from '../../../components/Confirm';
import { toast, toastError } from '../../../components/toast';
import { int } from '../../../lib/format';
import { completed, same } from '../model/document';
import type { BarProps } from './EditorBar';

/** Asking is what must be confirmed. */
type Asking = 'activate' | 'apply' | 'discard' | null;

/** StateButtons activate a rule, apply changes to an active one, or pause it. */
export function StateButtons({ id, state, rule, inspected, saving, dispatch }: BarProps) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking>(null);
  const [busy, setBusy] = useState(false);
  const problem = inspected?.problem;
  const { waiting } = saving;

  const work = async (does: () => Promise<void>) => {
    setAsking(null);
    setBusy(true);
    try {
      await does();
      await askRulesAgain(client);
    } catch (cause) {
      toastError(cause);
    } finally {
      setBusy(false);
    }
  };
  const turn = (to: RuleState) =>
    work(async () => {
      // One that is paused tells nobody anything: its changes are kept afterwards, whatever they are like.
      await ruleActions.setState(to === 'paused' ? id : await saving.save(), to);
      toast({ message: t(`rules.toldState.${to}`) });
    });
  const apply = () =>
    work(async () => {
      await saving.save();
      toast({ message: t('rules.applied') });
    });
  const discard = () =>
    work(async () => {
      const stored = client.getQueryData(rulesQuery(i18n.language).queryKey)?.find((one) => one.id === id);
      if (!stored) return;
      const back = completed(stored.rule);
      saving.adopt(back);
      if (!same(back, rule)) dispatch({ type: 'set', part: 'restore', rule: back });
    });
  const now = { count: inspected?.holding ?? 0, number: int(inspected?.holding ?? 0) };
  return (
    <>
      {state === 'active' && (
        <Button loading={busy && !waiting} onClick={() => void turn('paused')}>
          {t('rules.pause')}
        </Button>
      )}
      {waiting && <Button onClick={() => setAsking('discard')}>{t('rules.discard')}</Button>}
      {(waiting || state !== 'active') && (
        <Button
          variant="filled"
          loading={busy}
          disabled={problem !== undefined}
          title={problem?.message ?? ''}
          onClick={() => setAsking(waiting ? 'apply' : 'activate')}
        >
          {t(waiting ? 'rules.apply' : 'rules.activate')}
        </Button>
      )}
      <Confirm
        opened={asking === 'activate' || asking === 'apply'}
        question={t(asking === 'apply' ? 'rules.applyQuestion' : 'rules.activateQuestion', { name: rule.name })}
        yes={t(asking === 'apply' ? 'rules.apply' : 'rules.activate')}
        no={t('rules.notYet')}
        onNo={() => setAsking(null)}
        onYes={() => void (asking === 'apply' ? apply() : turn('active'))}
      >
        <p>{inspected?.sentence}</p>
        <p>{t(inspected?.holding ? 'rules.activateHolds' : 'rules.activateQuiet', now)}</p>
      </Confirm>
      <Confirm
        opened={asking === 'discard'}
        question={t('rules.discardQuestion')}
        yes={t('rules.discard')}
        no={t('rules.notYet')}
        onNo={() => setAsking(null)}
        onYes={() => void discard()}
      >
        {t('rules.discardText')}
      </Confirm>
    </>
  );
}
