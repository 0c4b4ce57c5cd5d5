import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type Dispatch, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { libraryQuery } from '../../../api/reports';
import { Icon } from '../../../components/Icon';
import { goTo } from '../../../lib/route';
import { freeTitle } from '../entries';
import { useDocuments } from '../useDocuments';
import { type Action, type Draft, isChanged, type Step } from './draft';
import { NameDialog } from './NameDialog';
import type { Saving } from './useSaving';

interface SaveBarProps {
  draft: Draft;
  dispatch: Dispatch<Action>;
  saving: Saving;
}

/** SaveBar takes steps back and forth, saves, and leaves. */
export function SaveBar({ draft, dispatch, saving }: SaveBarProps) {
  const { t, i18n } = useTranslation();
  const { data: entries } = useQuery(libraryQuery('dashboard', i18n.language));
  const documents = useDocuments();
  const [naming, setNaming] = useState(false);
  const { dashboard } = draft;
  const entry = entries?.find((one) => one.name === dashboard.name);
  const changed = isChanged(draft);
  const saveAndLook = async (title?: string) => {
    const name = await saving.save(title);
    if (name !== '') setTimeout(() => goTo('dashboard', name));
  };
  return (
    <>
      <StepButton step={draft.past.at(-1)} of="undo" onStep={() => dispatch({ type: 'undo' })} />
      <StepButton step={draft.future.at(-1)} of="redo" onStep={() => dispatch({ type: 'redo' })} />
      <Button onClick={() => goTo(...(dashboard.name ? ['dashboard', dashboard.name] : ['dashboards']))}>
        {t(changed ? 'dashboards.cancel' : 'dashboards.close')}
      </Button>
      <Button.Group>
        <Button variant="filled" loading={saving.busy} onClick={() => saveAndLook()}>
          {t('dashboards.save')}
        </Button>
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <Button variant="filled" px={6} aria-label={t('dashboards.saveMore')}>
              <Icon of={IconChevronDown} size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setNaming(true)}>{t('dashboards.saveAs')}</Menu.Item>
            {entry?.origin === 'copy' && (
              <Menu.Item
                onClick={() => {
                  if (draft.kept) dispatch({ type: 'kept', dashboard: draft.kept, base: draft.base });
                  setTimeout(() => documents.restore(entry).then(() => goTo('dashboard', entry.name)));
                }}
              >
                {t('dashboards.restore')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      {naming && (
        <NameDialog
          title={freeTitle(dashboard.title, entries ?? [])}
          onClose={() => setNaming(false)}
          onName={(title) => {
            setNaming(false);
            void saveAndLook(title);
          }}
        />
      )}
    </>
  );
}

interface StepButtonProps {
  of: 'undo' | 'redo';
  step: Step | undefined;
  onStep: () => void;
}

/** StepButton says which step it takes back or makes again. */
function StepButton({ of, step, onStep }: StepButtonProps) {
  const { t } = useTranslation();
  const what = step ? t(`dashboards.steps.${step.name}`) : '';
  const label = step ? t(`dashboards.${of}Step`, { what }) : t(`dashboards.${of}Nothing`);
  return (
    <ActionIcon aria-label={label} title={label} disabled={!step} onClick={onStep}>
      <Icon of={of === 'undo' ? IconArrowBackUp : IconArrowForwardUp} />
    </ActionIcon>
  );
}
