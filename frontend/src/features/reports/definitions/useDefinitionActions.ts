import { useQueryClient } from '@tanstack/react-query';
import type { DefinitionKind } from '../../../api/metricTypes';
import { definitions, reportKeys } from '../../../api/reports';
import type { DraftAction } from '../draft/draft';
import { type Definition, definitionsOf } from '../draft/edits';
import type { Home } from './EditorFrame';

/** Applying says how a definition is applied. */
export interface Applying {
  definition: Definition;
  home: Home;
  /** title is what the person calls it. */
  title: string;
  /** fresh is true for a new one, which goes into the report at once. */
  fresh: boolean;
}

/** useDefinitionActions keep, change and remove definitions: with a draft in it, else for all reports alone. */
export function useDefinitionActions(dispatch?: (action: DraftAction) => void) {
  const client = useQueryClient();
  const changed = () => client.invalidateQueries({ queryKey: reportKeys.reports });
  return {
    apply: async ({ definition, home, title, fresh }: Applying) => {
      const { kind, value } = definition;
      if (home === 'report') {
        dispatch?.({ type: 'define', definition, add: fresh, ...(kind !== 'token' && { title }) });
        return;
      }
      await definitions.define(definitionsOf(definition));
      await changed();
      dispatch?.({ type: 'keepForAll', kind, name: value.name, add: fresh });
    },
    remove: async (kind: DefinitionKind, name: string, home: Home) => {
      if (home === 'kept') {
        await definitions.undefine(kind, name);
        await changed();
      }
      dispatch?.({ type: 'undefine', kind, name });
    },
  };
}
