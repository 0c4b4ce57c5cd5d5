import type { Activity, SnoozeReturn } from '../../api/ruleTypes';
import type { Words } from '../../components/catalog/useCatalog';
import { reasonText } from '../../components/reason';
import { wayText } from '../../components/ways';
import { dayNear, momentNear } from '../../lib/format';
import type { T } from '../../lib/i18n';
import { untilText } from './until';

/** Told is a line of what happened: the event, and what is to be said of it. */
export interface Told {
  what: string;
  more: string;
}

/** told puts a line of the log of an item into words. */
export function told(line: Activity, words: Words | undefined, today: string, t: T): Told {
  const text = (name: string) => {
    const value = line.detail[name];
    return typeof value === 'string' ? value : '';
  };
  switch (line.kind) {
    case 'fired':
      return { what: t('inbox.event.fired'), more: words ? reasonText(text('reason'), words) : text('reason') };
    case 'resolved':
      return { what: t('inbox.event.resolved'), more: resolutionText(text('reason') || text('resolution'), t) };
    case 'delivered':
      return { what: t('inbox.event.delivered'), more: wayText(text('channel') || text('destination'), t) };
    case 'undelivered':
      return unsent(text, today, t);
    case 'answered':
      return answered(line, text, today, t);
    default:
      return { what: t('inbox.event.changed'), more: text('reason') };
  }
}

/** resolutionText says why an episode ended. */
function resolutionText(resolution: string, t: T): string {
  return t(`inbox.resolution.${resolution}` as 'inbox.resolution.renewed', {
    defaultValue: t('inbox.resolution.other'),
  });
}

function unsent(text: (name: string) => string, today: string, t: T): Told {
  const way = wayText(text('destination') || text('channel'), t);
  const until = text('until');
  const when = until === '' ? '' : until.length > 10 ? momentNear(until, today) : dayNear(until, today);
  const error = text('error');
  if (error !== '') {
    const again = when === '' ? '' : ` ${t('inbox.triedAgain', { when })}`;
    return { what: t('inbox.event.undelivered'), more: `${way}: ${error}${again}` };
  }
  const why = t(`inbox.held.${text('reason')}` as 'inbox.held.quiet_hours', { defaultValue: '' });
  const parts = [way, why, when !== '' && t('inbox.heldUntil', { when })].filter(
    (part) => part !== '' && part !== false,
  );
  return { what: t('inbox.event.held'), more: parts.join(', ') };
}

function answered(line: Activity, text: (name: string) => string, today: string, t: T): Told {
  const note = text('reason') || text('note');
  const said = note === '' ? '' : t('inbox.said', { note });
  switch (text('to')) {
    case 'done':
      return { what: t('inbox.event.done'), more: said };
    case 'snoozed':
      return {
        what: t('inbox.event.snoozed'),
        more: snoozed(untilText(returnOf(line.detail.until), today, t), said, t),
      };
    default:
      return { what: t('inbox.event.open'), more: said };
  }
}

function snoozed(until: string, said: string, t: T): string {
  return until !== '' && said !== '' ? t('inbox.untilSaid', { until, said }) : until || said;
}

/** returnOf reads what brings a snoozed item back: "import", a day, or an object with moved or the notice day. */
function returnOf(until: unknown): SnoozeReturn {
  if (until === 'import') return { import: true };
  if (typeof until === 'string') return until === '' ? {} : { day: until.slice(0, 10) };
  if (typeof until !== 'object' || until === null) return {};
  return 'notice' in until ? { notice: true } : { moved: 0 };
}
