import { ActionIcon, Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconHistory, IconList } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ruleActions, ruleKeys } from '../../../api/rules';
import type { RuleState } from '../../../api/ruleTypes';
import { Icon } from '../../../components/Icon';
import { Status } from '../../../components/Status';
import { toast, toastError } from '../../../components/toast';
import { hrefWith } from '../../../lib/route';
import { useShortcut } from '../../../lib/useShortcut';
import type { Draft, DraftAction } from '../model/draft';
import { VersionsDialog } from '../versions/VersionsDialog';
import type { Editing } from './context';
import { Saved } from './Saved';
import { StateButtons } from './StateButtons';
import { TestMenu } from './TestMenu';
import type { Saving } from './useAutosave';

/** BarProps is what the bar of the editor shows and changes. */
export interface BarProps extends Editing {
  id: number;
  state: RuleState;
  version: number;
  draft: Draft;
  dispatch: Dispatch<DraftAction>;
  saving: Saving;
}

/** EditorBar says how a rule stands, takes steps back and forth, and switches it. */
export function EditorBar(props: BarProps) {
  const { id, state, version, draft, dispatch, saving } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const [versions, setVersions] = useState(false);
  useShortcut('undo', () => dispatch({ type: 'undo' }));
  useShortcut('redo', () => dispatch({ type: 'redo' }));
  useShortcut('save', () => void saving.save().catch(toastError), state !== 'active');

  const restore = async (number: number, rule: BarProps['rule']) => {
    try {
      // The last change of a draft is a version, too; those of an active rule were never in force.
      if (state !== 'active') await saving.save().catch(() => {});
      await ruleActions.restore(id, number);
      saving.adopt(rule);
      dispatch({ type: 'set', part: 'restore', rule });
      setVersions(false);
      await client.invalidateQueries({ queryKey: ruleKeys.rules });
      toast({ message: t('rules.versions.restored', { number }) });
    } catch (cause) {
      toastError(cause);
    }
  };
  return (
    <>
      <Status is={state} />
      <Saved saving={saving} state={state} />
      <StepButton of="undo" part={draft.past.at(-1)?.part} onStep={() => dispatch({ type: 'undo' })} />
      <StepButton of="redo" part={draft.future[0]?.part} onStep={() => dispatch({ type: 'redo' })} />
      <span className="grow" />
      {id > 0 && (
        <>
          <Button variant="subtle" leftSection={<Icon of={IconHistory} size={14} />} onClick={() => setVersions(true)}>
            {t('rules.versions.title')}
          </Button>
          <Button
            component="a"
            variant="subtle"
            leftSection={<Icon of={IconList} size={14} />}
            href={hrefWith({ rule: String(id) }, 'rules', 'activity')}
          >
            {t('rules.activity.title')}
          </Button>
        </>
      )}
      <TestMenu {...props} />
      <StateButtons {...props} />
      {versions && <VersionsDialog id={id} now={version} onRestore={restore} onClose={() => setVersions(false)} />}
    </>
  );
}

interface StepButtonProps {
  of: 'undo' | 'redo';
  part: Draft['past'][number]['part'] | undefined;
  onStep: () => void;
}

/** StepButton says which step it takes back or makes again. */
function StepButton({ of, part, onStep }: StepButtonProps) {
  const { t } = useTranslation();
  const label = part ? t(`rules.steps.${of}`, { part: t(`rules.part.${part}`) }) : t(`rules.steps.${of}Nothing`);
  return (
    <ActionIcon aria-label={label} title={label} disabled={!part} onClick={onStep}>
      <Icon of={of === 'undo' ? IconArrowBackUp : IconArrowForwardUp} />
    </ActionIcon>
  );
}
