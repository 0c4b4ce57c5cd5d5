import { IconCheck, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Guess, Inspection } from '../../../api/importTypes';
import { Icon } from '../../../components/Icon';
import { bytes } from '../../../lib/format';
import { GuessChip } from './GuessChip';
import { generic } from './said';
import css from './Wizard.module.css';

/** steps are what the person goes through, in order. */
export const steps = ['file', 'mapping', 'check', 'import'] as const;

/** Step is one of them. */
export type Step = (typeof steps)[number];

interface StepsProps {
  at: Step;
  /** can says which steps can be gone to. */
  can: (step: Step) => boolean;
  onGo: (step: Step) => void;
}

/** Steps shows where the person is; what is behind can be gone back to. */
export function Steps({ at, can, onGo }: StepsProps) {
  const { t } = useTranslation();
  const now = steps.indexOf(at);
  return (
    <ol className={css.steps} aria-label={t('wizard.steps')}>
      {steps.map((step, i) => (
        <li key={step}>
          {i > 0 && <Icon of={IconChevronRight} size={14} />}
          <button
            type="button"
            aria-current={step === at ? 'step' : undefined}
            disabled={step !== at && !can(step)}
            onClick={() => onGo(step)}
          >
            {i < now && <Icon of={IconCheck} size={14} />}
            {t(`wizard.step.${step}`)}
          </button>
        </li>
      ))}
    </ol>
  );
}

interface FileFactsProps {
  found: Inspection;
  onGuess: (guess: Guess, value: string) => void;
}

/** FileFacts is the file in one line: each thing guessed about it can be clicked and said otherwise. */
export function FileFacts({ found, onGuess }: FileFactsProps) {
  const { t } = useTranslation();
  const titles: Record<string, string> = { [generic]: t('wizard.ownSheet') };
  for (const one of found.profiles ?? []) titles[one.id] = one.title;
  return (
    <div className={css.factLine}>
      <span className="t2">{bytes(found.size)}</span>
      {(found.guesses ?? [])
        .filter((guess) => !guess.column && guess.name !== 'container')
        .map((guess) => (
          <GuessChip
            key={guess.name + guess.value}
            guess={guess.name === 'profile' ? withGeneric(guess) : guess}
            {...(guess.name === 'profile' ? { titles, text: found.title } : {})}
            onChange={(value) => onGuess(guess, value)}
          />
        ))}
    </div>
  );
}

/** withGeneric offers beside the exports that fit to say oneself what the columns mean. */
function withGeneric(guess: Guess): Guess {
  const rest = (guess.choices ?? []).filter((id) => id !== guess.value && id !== generic);
  return { ...guess, choices: [...new Set([guess.value, ...rest, generic])] };
}
