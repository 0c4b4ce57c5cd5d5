import {
  type Icon as Drawing,
  IconAlertCircle,
  IconAlertOctagon,
  IconAlertTriangle,
  IconArchive,
  IconBan,
  IconBell,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleHalf2,
  IconClock,
  IconCopy,
  IconFlask,
  IconHelpCircle,
  IconHourglass,
  IconInfoCircle,
  IconMinus,
  IconPlayerPause,
  IconZzz,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { cx } from '../lib/cx';
import { Icon } from './Icon';
import css from './Status.module.css';

/** looks is the one table of all screens: one word, one icon, one colour. */
const looks = {
  passed: [IconAlertOctagon, 'filled'],
  act_now: [IconAlertOctagon, 'filled'],
  refused: [IconAlertOctagon, 'filled'],
  held: [IconAlertTriangle, 'warn'],
  act_soon: [IconClock, 'warn'],
  grace: [IconHourglass, 'warn'],
  over: [IconAlertTriangle, 'warn'],
  late: [IconCircleHalf2, 'warn'],
  above_100: [IconAlertTriangle, 'warn'],
  firing: [IconBell, 'warn'],
  pending: [IconClock, 'neutral'],
  trial: [IconFlask, 'info'],
  note: [IconInfoCircle, 'info'],
  suspended: [IconPlayerPause, 'neutral'],
  paused: [IconPlayerPause, 'neutral'],
  disabled: [IconBan, 'neutral'],
  deprovisioned: [IconBan, 'neutral'],
  cancelled: [IconBan, 'neutral'],
  upgraded: [IconArchive, 'neutral'],
  ended: [IconArchive, 'neutral'],
  undone: [IconArchive, 'neutral'],
  duplicate: [IconCopy, 'neutral'],
  snoozed: [IconZzz, 'neutral'],
  superseded: [IconArchive, 'neutral'],
  draft: [IconCircleDashed, 'neutral'],
  on_track: [IconCircleCheck, 'quiet'],
  active: [IconCircleCheck, 'quiet'],
  committed: [IconCircleCheck, 'quiet'],
  dry_run: [IconInfoCircle, 'quiet'],
  done: [IconCircleCheck, 'quiet'],
  resolved: [IconCircleCheck, 'quiet'],
  current: [IconCircleCheck, 'quiet'],
  normal: [IconMinus, 'quiet'],
  unknown: [IconHelpCircle, 'quiet'],
  healthy: [IconCircleCheck, 'quiet'],
  warning: [IconAlertCircle, 'neutral'],
  at_risk: [IconAlertTriangle, 'warn'],
  certain: [IconCircleCheck, 'sure'],
  likely: [IconAlertTriangle, 'warn'],
  unsure: [IconHelpCircle, 'quiet'],
  no_data: [IconHelpCircle, 'quiet'],
  failed: [IconAlertTriangle, 'warn'],
} as const satisfies Record<string, readonly [Drawing, string]>;

/** StatusName is a state that has a word, an icon and a colour. */
export type StatusName = keyof typeof looks;

/** isStatus says whether a name, which may come from data, is one of them. */
export function isStatus(name: string): name is StatusName {
  return Object.hasOwn(looks, name);
}

/** toStatus returns the name when it is one, else unknown. */
export function toStatus(name: string): StatusName {
  return isStatus(name) ? name : 'unknown';
}

interface StatusProps {
  is: StatusName;
  /** plain leaves the tint out, for a status inside running text. */
  plain?: boolean;
  /** children replace the word, which then must say the same with more. */
  children?: React.ReactNode;
}

/** Status shows a state by icon, word and colour, never by colour alone. */
export function Status({ is, plain = false, children }: StatusProps) {
  const { t } = useTranslation();
  const [drawing, look] = looks[is];
  return (
    <span className={cx(css.status, css[look], plain && css.plain)}>
      <Icon of={drawing} size={14} />
      <span className={css.word}>{children ?? t(`status.${is}`)}</span>
    </span>
  );
}
