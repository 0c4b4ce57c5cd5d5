import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import { Keys } from '../../components/Keys';
import { groupOf, type ShortcutGroup, shortcutNames } from '../../lib/shortcuts';
import css from './Help.module.css';

const groups: ShortcutGroup[] = ['program', 'move', 'page', 'notifications'];

/** KeyList lists every shortcut with the keys it has now. */
export function KeyList() {
  const { t } = useTranslation();
  return groups.map((group) => (
    <Fragment key={group}>
      <h3 className={css.group}>{t(`shortcutGroup.${group}`)}</h3>
      <dl className={css.keys}>
        {shortcutNames
          .filter((name) => groupOf(name) === group)
          .map((name) => (
            <div key={name}>
              <dt>{t(`shortcut.${name}`)}</dt>
              <dd>
                <Keys of={name} />
              </dd>
            </div>
          ))}
      </dl>
    </Fragment>
  ));
}
