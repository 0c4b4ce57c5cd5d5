import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Dashboard } from '../../../api/reportTypes';
import { list } from '../../../lib/format';
import type { Words } from '../../catalog/useCatalog';
import { grainOf } from './applied';
import css from './Bar.module.css';
import type { Look, Selection } from './look';

interface SelectionsProps {
  dashboard: Dashboard;
  look: Look;
  onLook: (look: Look) => void;
  words: Words;
}

/** Selections are one chip for each tile in which something is selected; each can be taken away. */
export function Selections({ dashboard, look, onLook, words }: SelectionsProps) {
  const { t } = useTranslation();
  const tiles = [...new Set(look.selections.map((one) => one.tile))];
  return tiles.map((id) => {
    const marks = look.selections.filter((one) => one.tile === id);
    const text = selectedText(dashboard, id, marks, words);
    return (
      <span key={id} className={css.chip} data-on>
        <span className={css.text} title={text}>
          <span className="t2">{t('dashboards.selected')}</span> {text}
        </span>
        <CloseButton
          size={24}
          aria-label={t('dashboards.unselect', { text })}
          onClick={() => onLook({ ...look, selections: look.selections.filter((one) => one.tile !== id) })}
        />
      </span>
    );
  });
}

/** selectedText names the marks by their values: "Design Suite, Nov 2026 or Data Vault, Dec 2026". */
function selectedText(dashboard: Dashboard, tile: string, marks: Selection[], words: Words): string {
  const query = dashboard.tabs.flatMap((tab) => tab.tiles).find((one) => one.id === tile)?.report?.query;
  const texts = marks.map(({ keys }) =>
    list(
      Object.entries(keys).map(([name, value]) => words.value(name, value, grainOf(name, query))),
      'unit',
    ),
  );
  return list(texts, 'disjunction');
}
