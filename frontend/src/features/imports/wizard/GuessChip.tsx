import { Button, Popover, TextInput } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Guess } from '../../../api/importTypes';
import { Icon } from '../../../components/Icon';
import { Status } from '../../../components/Status';
import { capital } from '../../../lib/format';
import { DayField } from './DayField';
import { isChangeable } from './said';
import css from './Wizard.module.css';
import { guessName, guessValue, sure } from './words';

interface GuessChipProps {
  guess: Guess;
  /** text replaces the value where it is said with more words. */
  text?: string;
  /** titles are the words of choices that are codes, by code. */
  titles?: Record<string, string>;
  onChange: (value: string) => void;
}

/** GuessChip shows one thing recognised; a click says why, how surely, and lets the person say otherwise. */
export function GuessChip({ guess, text, titles = {}, onChange }: GuessChipProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const say = (value: string) => titles[value] ?? guessValue(guess, value, t);
  const shown = text ?? say(guess.value);
  const choices = choicesOf(guess);
  const choose = (value: string) => {
    setOpen(false);
    if (value !== guess.value) onChange(value);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={340}>
      <Popover.Target>
        <button
          type="button"
          className={css.chip}
          data-sure={guess.confidence}
          title={`${guessName(guess.name, t)}: ${shown}`}
          onClick={() => setOpen(!open)}
        >
          <span className="cut">{shown}</span>
          <Icon of={IconChevronDown} size={12} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={guessName(guess.name, t)}>
        <div className="row">
          <h3 className="grow">{guessName(guess.name, t)}</h3>
          <Status is={sure[guess.confidence]} plain />
        </div>
        <p className="sm t2">{reason(guess.reason, t('because.said'))}</p>
        {guess.value.includes('\n') && <pre className={css.lines}>{guess.value}</pre>}
        {isChangeable(guess) && choices.length > 0 && (
          <ul className={css.choices}>
            {choices.map((choice) => (
              <li key={choice}>
                <Button
                  variant="subtle"
                  fullWidth
                  justify="flex-start"
                  aria-pressed={choice === guess.value}
                  leftSection={
                    choice === guess.value ? <Icon of={IconCheck} size={14} /> : <span className={css.noIcon} />
                  }
                  onClick={() => choose(choice)}
                >
                  <span className="cut" title={say(choice)}>
                    {say(choice)}
                  </span>
                </Button>
              </li>
            ))}
          </ul>
        )}
        {guess.name === 'as_of' && <DayField label={t('wizard.otherDay')} value={guess.value} onChange={choose} />}
        {(guess.name === 'header' || written.includes(guess.name)) && (
          <Own label={guessName(guess.name, t)} value={guess.value} onSay={choose} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** written are the guesses that the person may answer by words of their own. */
const written = ['account', 'currency', 'partner'];

function choicesOf(guess: Guess): string[] {
  if (guess.name === 'footer') return ['leave', 'keep'];
  return guess.choices ?? [];
}

/** reason makes a sentence of a reason; "said" is the program's word for what the person said. */
function reason(text: string, said: string): string {
  return text === 'said' ? said : capital(text);
}

function Own({ label, value, onSay }: { label: string; value: string; onSay: (value: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  return (
    <form
      className={css.own}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') onSay(typed.trim());
      }}
    >
      <TextInput
        className="grow"
        label={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" disabled={typed.trim() === ''}>
        {t('wizard.use')}
      </Button>
    </form>
  );
}
