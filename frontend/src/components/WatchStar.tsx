import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Icon } from './Icon';
import css from './WatchStar.module.css';

interface WatchStarProps {
  /** name is what is watched, for those who hear the button. */
  name: string;
  watched: boolean;
  onToggle: () => void;
  tabIndex?: number;
}

/** WatchStar is the watch button of a row. */
export function WatchStar({ name, watched, onToggle, tabIndex }: WatchStarProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={css.star}
      aria-pressed={watched}
      aria-label={t('watch.label', { name })}
      title={watched ? t('watch.stop') : t('watch.start')}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Icon of={watched ? IconStarFilled : IconStar} />
    </button>
  );
}
