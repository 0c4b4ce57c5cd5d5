import type { Definitions } from '../../../api/metricTypes';
import type { Report } from '../../../api/reportTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import type { DraftAction } from '../draft/draft';

/** Building is what every panel of the builder works on. */
export interface Building {
  report: Report;
  words: Words;
  /** kept are the definitions for all reports. */
  kept: Definitions | undefined;
  label: (name: string) => string;
  dispatch: (action: DraftAction) => void;
}

/** Option is one choice of a select. */
export interface Option {
  value: string;
  label: string;
}

/** optionsOf are choices for the names of columns. */
export function optionsOf(names: string[], label: (name: string) => string): Option[] {
  return names.map((value) => ({ value, label: label(value) }));
}
