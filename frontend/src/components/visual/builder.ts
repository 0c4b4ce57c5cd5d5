import type { Report } from '../../api/reportTypes';
import { goTo, hrefWith } from '../../lib/route';

/** openInBuilder opens a report where it can be changed: a kept one by its name, another as a new one. */
export function openInBuilder(report: Report): void {
  if (report.name) goTo('report', report.name);
  else window.location.hash = hrefWith({ report: JSON.stringify(report) }, 'report', 'new');
}
