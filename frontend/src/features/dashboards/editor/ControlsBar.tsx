import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconDots, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Control, Dashboard, DashboardToken } from '../../../api/reportTypes';
import { useWords } from '../../../components/catalog/useCatalog';
import { Icon } from '../../../components/Icon';
import { tokensOf } from '../../../components/visual/dashboard/applied';
import { ControlField } from '../../../components/visual/dashboard/ControlField';
import { readLook } from '../../../components/visual/dashboard/look';
import { TokenField } from '../../../components/visual/dashboard/TokenField';
import { AddControl } from './AddControl';
import { AddToken } from './AddToken';
import type { Change } from './Editor';
import css from './Editor.module.css';
import { moved, withControls, withTokens } from './edits';

const unchanged = readLook(new URLSearchParams());

interface ControlsBarProps {
  dashboard: Dashboard;
  change: Change;
}

/** ControlsBar is the controls and tokens of a dashboard: what one sets here is what they are at first. */
export function ControlsBar({ dashboard, change }: ControlsBarProps) {
  const { t } = useTranslation();
  const words = useWords();
  if (!words) return null;
  const controls = dashboard.controls ?? [];
  const tokens = dashboard.tokens ?? [];
  const setControl = (at: number, more: Partial<Control>) =>
    change(
      'editControl',
      withControls(
        dashboard,
        controls.map((one, i) => (i === at ? { ...one, ...more } : one)),
      ),
    );
  const setToken = (at: number, more: Partial<DashboardToken>) =>
    change(
      'editToken',
      withTokens(
        dashboard,
        tokens.map((one, i) => (i === at ? { ...one, ...more } : one)),
      ),
      String(at),
    );
  return (
    <>
      {controls.map((control, at) => (
        <Held
          key={control.id}
          label={t('dashboards.controlMenu', { title: control.title || words.label(control.dimension) })}
          first={at === 0}
          last={at === controls.length - 1}
          onMove={(by) => change('moveControl', withControls(dashboard, moved(controls, at, by)))}
          onRemove={() =>
            change(
              'removeControl',
              withControls(
                dashboard,
                controls.filter((_, i) => i !== at),
              ),
            )
          }
        >
          <ControlField
            control={control}
            controls={controls}
            look={unchanged}
            words={words}
            tokens={tokensOf(dashboard, unchanged)}
            onFilter={(filter) => setControl(at, { filter: filter ?? undefined })}
          />
        </Held>
      ))}
      <AddControl dashboard={dashboard} words={words} change={change} />
      {tokens.map((token, at) => (
        <Held
          key={token.name}
          label={t('dashboards.controlMenu', { title: token.title || token.name })}
          first={at === 0}
          last={at === tokens.length - 1}
          onMove={(by) => change('editToken', withTokens(dashboard, moved(tokens, at, by)))}
          onRemove={() =>
            change(
              'removeToken',
              withTokens(
                dashboard,
                tokens.filter((_, i) => i !== at),
              ),
            )
          }
        >
          <TokenField token={token} value={token.value} onChange={(value) => setToken(at, { value })} />
        </Held>
      ))}
      <AddToken dashboard={dashboard} change={change} />
    </>
  );
}

interface HeldProps {
  label: string;
  first: boolean;
  last: boolean;
  onMove: (by: number) => void;
  onRemove: () => void;
  children: ReactNode;
}

/** Held is a control with the menu that moves and removes it. */
function Held({ label, first, last, onMove, onRemove, children }: HeldProps) {
  const { t } = useTranslation();
  return (
    <span className={css.held}>
      {children}
      <Menu position="bottom-start" width={180}>
        <Menu.Target>
          <ActionIcon size={24} aria-label={label}>
            <Icon of={IconDots} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon of={IconArrowLeft} />} disabled={first} onClick={() => onMove(-1)}>
            {t('dashboards.moveLeft')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon of={IconArrowRight} />} disabled={last} onClick={() => onMove(1)}>
            {t('dashboards.moveRight')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon of={IconTrash} />} onClick={onRemove}>
            {t('dashboards.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
