import { useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Dashboard } from '../../../api/reportTypes';
import { Outdated } from '../../../components/Outdated';
import { Page } from '../../../components/Page';
import { readLook, tabOf } from '../../../components/visual/dashboard/look';
import { goTo } from '../../../lib/route';
import { useShortcut } from '../../../lib/useShortcut';
import { AddTile } from './AddTile';
import { ControlsBar } from './ControlsBar';
import { begin, reduce, type StepName } from './draft';
import css from './Editor.module.css';
import { EditorGrid } from './EditorGrid';
import { EditorTabs } from './EditorTabs';
import { allTiles } from './edits';
import { Leaving } from './Leaving';
import { SaveBar } from './SaveBar';
import { TilePanel } from './TilePanel';
import { TitleField } from './TitleField';
import { useSaving } from './useSaving';

/** Change makes a step of the draft; field names what is typed in, so that it is one step. */
export type Change = (name: StepName, dashboard: Dashboard, field?: string) => void;

interface EditorProps {
  dashboard: Dashboard;
  kept: Dashboard | null;
  /** tile is the id of the tile that is chosen at first. */
  tile: string;
}

/** Editor changes a draft of a dashboard: its tabs, tiles, controls and tokens. */
export function Editor({ dashboard: start, kept, tile }: EditorProps) {
  const { t } = useTranslation();
  const [draft, dispatch] = useReducer(reduce, { dashboard: start, kept }, (of) => begin(of.dashboard, of.kept));
  const holding = start.tabs.find((tab) => tab.tiles.some((one) => one.id === tile));
  const [tabId, setTab] = useState(holding?.id ?? '');
  const [chosen, choose] = useState(tile);
  const saving = useSaving(draft, dispatch);
  useShortcut('undo', () => dispatch({ type: 'undo' }));
  useShortcut('redo', () => dispatch({ type: 'redo' }));
  useShortcut('save', () => void saving.save());

  const { dashboard } = draft;
  const tab = tabOf(dashboard, { ...readLook(new URLSearchParams()), tab: tabId });
  const change: Change = (name, next, field) =>
    dispatch({ type: 'change', name, dashboard: next, ...(field !== undefined && { field }) });
  const open = allTiles(dashboard).find((one) => one.id === chosen);
  const bar = (
    <>
      <div className={css.line}>
        <TitleField dashboard={dashboard} change={change} />
        {tab && <AddTile dashboard={dashboard} tab={tab.id} change={change} onAdded={choose} />}
      </div>
      <ControlsBar dashboard={dashboard} change={change} />
    </>
  );
  return (
    <Page
      title={t('dashboards.editing', { title: dashboard.title })}
      actions={<SaveBar draft={draft} dispatch={dispatch} saving={saving} />}
      bar={bar}
      scroll={false}
    >
      <div className={css.main}>
        <div className={css.canvas}>
          <EditorTabs dashboard={dashboard} tab={tab?.id ?? ''} onTab={setTab} change={change} />
          {tab && (
            <EditorGrid
              key={tab.id}
              dashboard={dashboard}
              tab={tab}
              chosen={chosen}
              onChoose={choose}
              change={change}
            />
          )}
        </div>
        {open && (
          <TilePanel key={open.id} dashboard={dashboard} tile={open} change={change} onClose={() => choose('')} />
        )}
      </div>
      <Leaving draft={draft} saving={saving} />
      {saving.clash && (
        <Outdated
          title={saving.clash.mine.title}
          removed={saving.clash.theirs === null}
          busy={saving.busy}
          onCopy={() => {
            void saving.copy().then((name) => name !== '' && setTimeout(() => goTo('dashboard', name, 'edit')));
          }}
          onReload={saving.reload}
          onOverwrite={() => void saving.overwrite()}
          onClose={saving.later}
        />
      )}
    </Page>
  );
}
