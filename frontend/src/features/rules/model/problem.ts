import { sentenceOf } from '../../../api/client';
import type { Inspected } from '../../../api/ruleTypes';

/** problemIn says what is wrong in the fields of a step; undefined where nothing is. */
export function problemIn(inspected: Inspected | undefined, fields: RegExp): string | undefined {
  const problem = inspected?.problem;
  return problem && fields.test(problem.field ?? '') ? sentenceOf(problem) : undefined;
}
