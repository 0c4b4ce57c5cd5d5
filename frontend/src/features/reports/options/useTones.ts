import { useTranslation } from 'react-i18next';

import type { Tone } from '../../../api/reportTypes';
import type { Option } from '../builder/context';

const tones: Tone[] = ['crit', 'warn', 'good', 'info', 'neutral'];

/** useTones are the tones to choose from. */
export function useTones(): Option[] {
  const { t } = useTranslation();
  return tones.map((value) => ({ value, label: t(`reports.tone.${value}`) }));
}
