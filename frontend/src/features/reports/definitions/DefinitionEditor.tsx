import type { DefinitionKind } from '../../../api/metricTypes';
import { ColumnEditor } from '../expression/ColumnEditor';
import type { Editing } from './editing';
import { GroupEditor } from './GroupEditor';
import { MetricEditor } from './MetricEditor';
import { TokenEditor } from './TokenEditor';

/** DefinitionEditor edits a definition of a kind. */
export function DefinitionEditor({ kind, ...editing }: Editing & { kind: DefinitionKind }) {
  switch (kind) {
    case 'column':
      return <ColumnEditor {...editing} />;
    case 'group':
      return <GroupEditor {...editing} />;
    case 'metric':
      return <MetricEditor {...editing} />;
    default:
      return <TokenEditor {...editing} />;
  }
}
