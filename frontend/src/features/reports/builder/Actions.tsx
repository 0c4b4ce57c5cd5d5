import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCopy,
  IconDeviceFloppy,
  IconDots,
  IconEraser,
  IconLayoutDashboard,
  IconPencil,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isOutdated } from '../../../api/reports';
import type { Report } from '../../../api/reportTypes';
import { Icon } from '../../../components/Icon';
import { capsText } from '../../../components/Keys';
import { Outdated } from '../../../components/Outdated';
import { toast, toastError } from '../../../components/toast';
import { goTo } from '../../../lib/route';
import { useKeys } from '../../../lib/shortcuts';
import { useShortcut } from '../../../lib/useShortcut';
import { type Draft, type DraftAction, isChanged, reduce } from '../draft/draft';
import { forgetDraft, keepDraft } from '../draft/keep';
import { compact, isEmpty } from '../draft/parts';
import { useReportActions } from '../gallery/useReportActions';
import { TitleDialog } from '../TitleDialog';
import css from './Builder.module.css';
import { PutOnDashboard } from './PutOnDashboard';

interface DraftProps {
  draft: Draft;
  dispatch: (action: DraftAction) => void;
}

/** Unsaved marks a draft that differs from what is kept, and renames it. */
export function Unsaved({ draft, dispatch }: DraftProps) {
  const { t } = useTranslation();
  const [naming, setNaming] = useState(false);
  const { report } = draft;
  return (
    <>
      <ActionIcon size={24} aria-label={t('reports.rename')} onClick={() => setNaming(true)}>
        <Icon of={IconPencil} size={14} />
      </ActionIcon>
      {isChanged(draft) && (
        <span className={css.mark} title={t('reports.unsaved')}>
          <span className={css.dot} aria-hidden="true" />
          <span className={css.markText}>{t('reports.unsaved')}</span>
        </span>
      )}
      {naming && (
        <TitleDialog
          question={t('reports.nameQuestion')}
          yes={t('reports.rename')}
          title={report.title}
          words={report.words ?? ''}
          onYes={(title, words) => {
            dispatch({ type: 'setTitle', title });
            dispatch({ type: 'setWords', words });
            dispatch({ type: 'rest' });
            setNaming(false);
          }}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  );
}

interface ActionsProps extends DraftProps {
  name: string;
}

/** Saving is the question on the screen: the title of what is saved for the first time, or as another one. */
type Saving = 'first' | 'as' | null;

/** Clash is a save that was refused; theirs is what is kept now, null where it was removed. */
interface Clash {
  mine: Report;
  theirs: Report | null;
}

/** Actions take steps back, and save. */
export function Actions({ name, draft, dispatch }: ActionsProps) {
  const { t } = useTranslation();
  const [saving, setSaving] = useState<Saving>(null);
  const [putting, setPutting] = useState(false);
  const actions = useReportActions();
  const { report, past, future } = draft;
  const changed = isChanged(draft);
  const fresh = name === 'new';

  const latest = useRef(draft);
  latest.current = draft;
  const [busy, setBusy] = useState(false);
  const [clash, setClash] = useState<Clash | null>(null);

  /** put keeps a report in the place of the version base, or as a new one. */
  const put = async (next: Report, asNew: boolean, base = draft.base) => {
    const { name: was, ...rest } = next;
    const document = compact(asNew ? rest : { ...rest, name: was });
    const kept = await actions.save(asNew ? document : { ...document, version: base });
    const saved = { ...document, name: kept.name };
    setClash(null);
    toast({ message: t('reports.saved', { title: saved.title }) });
    const said = { type: 'saved', report: saved, base: kept.version, sent: report } as const;
    dispatch(said);
    if (kept.name === name) return;
    // The steps go along to the address of the kept report.
    keepDraft(kept.name, reduce(latest.current, said));
    forgetDraft(name);
    goTo('report', kept.name);
  };
  const refused = async (cause: unknown, mine: Report) => {
    if (!isOutdated(cause)) return toastError(cause);
    return setClash({ mine, theirs: await actions.now(name) });
  };
  const keep = async (next: Report, asNew: boolean, base?: string) => {
    // A second one would start from the version that the first is about to replace.
    if (busy) return;
    setBusy(true);
    await put(next, asNew, base)
      .catch((cause: unknown) => refused(cause, next))
      .catch(toastError);
    setBusy(false);
  };
  const save = () => {
    if (isEmpty(report.query)) return toast({ message: t('reports.nothingToSave') });
    if (fresh || report.title.trim() === '') return setSaving('first');
    if (changed) void keep(report, false);
    return undefined;
  };
  const copy = (of: Report) => void keep({ ...of, title: t('reports.copyOf', { title: of.title }) }, true);
  useShortcut('save', save);
  useShortcut('undo', () => dispatch({ type: 'undo' }), past.length > 0);
  useShortcut('redo', () => dispatch({ type: 'redo' }), future.length > 0);

  const undone = past.at(-1)?.what;
  const redone = future[0]?.what;
  return (
    <>
      <StepButton
        drawing={IconArrowBackUp}
        label={undone ? t('reports.undoStep', { step: t(`reports.step.${undone}`) }) : t('reports.nothingToUndo')}
        shortcut="undo"
        on={undone !== undefined}
        onClick={() => dispatch({ type: 'undo' })}
      />
      <StepButton
        drawing={IconArrowForwardUp}
        label={redone ? t('reports.redoStep', { step: t(`reports.step.${redone}`) }) : t('reports.nothingToRedo')}
        shortcut="redo"
        className={css.redo}
        on={redone !== undefined}
        onClick={() => dispatch({ type: 'redo' })}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('reports.moreActions')}>
            <Icon of={IconDots} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon of={IconLayoutDashboard} />} onClick={() => setPutting(true)}>
            {t('reports.put.title')}
          </Menu.Item>
          {!fresh && (
            <Menu.Item leftSection={<Icon of={IconDeviceFloppy} />} onClick={() => setSaving('as')}>
              {t('reports.saveAs')}
            </Menu.Item>
          )}
          {!fresh && (
            <Menu.Item leftSection={<Icon of={IconCopy} />} onClick={() => copy(report)}>
              {t('reports.duplicate')}
            </Menu.Item>
          )}
          {changed && draft.kept !== null && (
            <Menu.Item leftSection={<Icon of={IconEraser} />} onClick={() => dispatch({ type: 'discard' })}>
              {t('reports.discard')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Button variant="filled" onClick={save}>
        {t('reports.save')}
      </Button>
      {saving && (
        <TitleDialog
          question={t(saving === 'as' ? 'reports.saveAsQuestion' : 'reports.saveQuestion')}
          yes={t('reports.save')}
          title={saving === 'as' ? t('reports.copyOf', { title: report.title }) : report.title}
          words={report.words ?? ''}
          onYes={(title, words) => {
            setSaving(null);
            void keep({ ...report, title, words: words || undefined }, fresh || saving === 'as');
          }}
          onClose={() => setSaving(null)}
        />
      )}
      {putting && <PutOnDashboard report={report} onClose={() => setPutting(false)} />}
      {clash && (
        <Outdated
          title={clash.mine.title}
          removed={clash.theirs === null}
          busy={busy}
          onCopy={() => copy(clash.mine)}
          onReload={() => {
            if (clash.theirs) dispatch({ type: 'reload', report: clash.theirs });
            setClash(null);
          }}
          onOverwrite={() => void keep(clash.mine, false, clash.theirs?.version ?? '')}
          onClose={() => setClash(null)}
        />
      )}
    </>
  );
}

interface StepButtonProps {
  drawing: typeof IconArrowBackUp;
  label: string;
  shortcut: 'undo' | 'redo';
  on: boolean;
  className?: string | undefined;
  onClick: () => void;
}

function StepButton({ drawing, label, shortcut, on, className, onClick }: StepButtonProps) {
  const { t } = useTranslation();
  const keys = capsText(useKeys(shortcut), t).map((stroke) => stroke.join('+'));
  const told = t('reports.withKeys', { label, keys: keys.join(' ') });
  return (
    <Tooltip label={told}>
      <ActionIcon
        className={className}
        aria-label={told}
        aria-disabled={!on}
        data-disabled={!on || undefined}
        onClick={() => on && onClick()}
      >
        <Icon of={drawing} />
      </ActionIcon>
    </Tooltip>
  );
}
