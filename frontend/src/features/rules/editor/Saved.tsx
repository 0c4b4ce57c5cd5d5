import { useTranslation } from 'react-i18next';

import type { RuleState } from '../../../api/ruleTypes';
import { cx } from '../../../lib/cx';
import { time } from '../../../lib/format';
import css from './Editor.module.css';
import type { Saving } from './useAutosave';

/** Saved says when the draft was kept, or why it was not. */
export function Saved({ saving, state }: { saving: Saving; state: RuleState }) {
  const { t } = useTranslation();
  const { phase, at, error } = saving;
  const said = () => {
    if (phase === 'saving') return t('rules.saved.saving');
    if (phase === 'failed') return t('rules.saved.failed', { error });
    if (phase === 'held') return t('rules.saved.held', { time: time(at) });
    if (at === '') return '';
    return t(state === 'active' ? 'rules.saved.applied' : 'rules.saved.draft', { time: time(at) });
  };
  const text = said();
  return (
    <span className={cx('sm', css.saved, phase === 'failed' && css.failed)} role="status" title={text}>
      {text}
    </span>
  );
}
