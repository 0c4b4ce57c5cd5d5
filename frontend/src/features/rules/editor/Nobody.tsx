import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../../../components/Icon';
import { nobodyText, renamed } from '../model/nobody';
import type { Editing } from './context';
import css from './Editor.module.css';

/** Nobody points at the accounts that a rule names and that nobody goes by, and puts the nearest name in their place. */
export function Nobody({ rule, inspected, change }: Editing) {
  const { t } = useTranslation();
  const unknown = inspected?.unknown ?? [];
  if (unknown.length === 0) return null;
  return (
    <div role="status">
      <ul className={css.nobody}>
        {unknown.map((one) => (
          <li key={`${one.field} ${one.name}`}>
            <Icon of={IconAlertTriangle} size={14} />
            <span>{nobodyText({ ...one, nearest: '' }, t)}</span>
            {one.nearest && (
              <Button
                size="compact-xs"
                title={one.nearest}
                onClick={() => change('watch', renamed(rule, one.name, one.nearest ?? one.name))}
              >
                {t('rules.nobody.use', { name: one.nearest })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
