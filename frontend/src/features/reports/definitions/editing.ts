import { useTranslation } from 'react-i18next';

import type { DefinitionKind, Definitions, Relation } from '../../../api/metricTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { fold } from '../../../lib/format';
import type { DraftAction } from '../draft/draft';
import { freeName, nameFrom, takenNames } from '../names';
import type { Home } from './EditorFrame';

/** Editing is what an editor of definitions is opened on. */
export interface Editing {
  /** name is that of what is edited; "" is a new one. */
  name: string;
  words: Words;
  kept: Definitions | undefined;
  /** local is what the report at hand defines. */
  local: Definitions | undefined;
  /** dataset is the one the report asks, "" for any. */
  dataset: Relation;
  /** dispatch is that of the report; without one there are only definitions for all reports. */
  dispatch?: ((action: DraftAction) => void) | undefined;
  onClose: () => void;
}

const lists = { column: 'columns', group: 'groups', metric: 'metrics', token: 'tokens' } as const;

/** existing finds what is edited, and where it is kept: that of the report goes before. */
export function existing<V extends { name: string }>(
  { name, kept, local }: Editing,
  kind: DefinitionKind,
): { value: V | undefined; home: Home } {
  const find = (one: Definitions | undefined) =>
    (one?.[lists[kind]] as unknown as V[] | undefined)?.find((each) => each.name === name);
  const own = find(local);
  return own ? { value: own, home: 'report' } : { value: find(kept), home: 'kept' };
}

/** homesOf are the places a definition can be kept in. */
export function homesOf({ dispatch }: Editing): Home[] {
  return dispatch ? ['report', 'kept'] : ['kept'];
}

/** useNaming gives a title a name of its own, and says what is wrong with it. */
export function useNaming({ name, words, kept, local }: Editing, title: string, otherwise: string) {
  const { t } = useTranslation();
  const taken = takenNames(words.catalog, kept, local);
  const made = name || freeName(nameFrom(title, otherwise), (one) => taken.has(one));
  const trimmed = title.trim();
  const clash = [...words.catalog.dimensions, ...words.catalog.metrics].find(
    (one) => one.name !== name && fold(one.label) === fold(trimmed),
  );
  let problem = '';
  if (trimmed === '') problem = t('reports.editor.nameNeeded');
  else if (clash) problem = t('reports.editor.nameTaken', { name: clash.label });
  return { made, problem };
}
