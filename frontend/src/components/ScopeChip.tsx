import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Scope } from '../api/types';
import { setParam } from '../lib/route';
import css from './Chip.module.css';
import { Icon } from './Icon';
import { useView } from './useView';

const scopes: Scope[] = ['own', 'all'];

/** ScopeChip chooses whose licenses count: one's own as a partner, or all. */
export function ScopeChip() {
  const { t } = useTranslation();
  const { scope } = useView();
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>
        <button type="button" className={css.chip}>
          <span className="t2">{t('scope.is')}</span>
          <span>{t(`scope.${scope}`)}</span>
          <Icon of={IconChevronDown} size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {scopes.map((name) => (
          <Menu.Item
            key={name}
            onClick={() => setParam('scope', name === 'all' ? null : name)}
            rightSection={name === scope ? <Icon of={IconCheck} label={t('scope.chosen')} /> : null}
          >
            <div>{t(`scope.${name}`)}</div>
            <div className="xs t2">{t(`scope.${name}Means`)}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
