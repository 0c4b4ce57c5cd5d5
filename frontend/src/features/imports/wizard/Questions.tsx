import { Autocomplete, Radio, Select, TextInput } from '@mantine/core';
import { IconCircleCheck, IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Ask, Inspection, Said } from '../../../api/importTypes';
import { Icon } from '../../../components/Icon';
import { Tile } from '../../../components/Tile';
import { day, num } from '../../../lib/format';
import { DayField } from './DayField';
import { readDay, readNumber } from './readings';
import { answerOf, askId, datasets, fieldsOf, sheetMapping } from './said';
import css from './Wizard.module.css';
import { fieldName } from './words';

interface QuestionsProps {
  asks: Ask[];
  found: Inspection;
  said: Said;
  onAnswer: (ask: Ask, answer: string) => void;
  /** onColumn answers a missing field by a column, onConstant by a word for every row. */
  onColumn: (column: string, field: string) => void;
  onConstant: (field: string, value: string) => void;
}

/** Questions must be answered before the file can be checked; an answer stays on the page and can be changed. */
export function Questions({ asks, found, said, ...on }: QuestionsProps) {
  const { t } = useTranslation();
  const open = (found.asks ?? []).length;
  const sub = open === 0 ? t('wizard.allAnswered') : t('wizard.openQuestions', { count: open });
  return (
    <Tile title={t('wizard.questions')} sub={<span role="status">{sub}</span>}>
      <ul className={css.asks}>
        {asks.map((ask) => {
          const isOpen = (found.asks ?? []).some((other) => askId(other) === askId(ask));
          return (
            <li key={askId(ask)} className={css.ask} data-open={isOpen}>
              <Icon
                of={isOpen ? IconHelpCircle : IconCircleCheck}
                label={t(isOpen ? 'wizard.open' : 'wizard.answered')}
              />
              <Question ask={ask} found={found} said={said} {...on} />
            </li>
          );
        })}
      </ul>
    </Tile>
  );
}

function Question({ ask, found, said, onAnswer, onColumn, onConstant }: { ask: Ask } & Omit<QuestionsProps, 'asks'>) {
  const { t } = useTranslation();
  const answer = answerOf(ask, said);
  const name = askId(ask);
  switch (ask.name) {
    case 'date_order':
    case 'decimal':
      return (
        <Radio.Group
          label={t(`ask.${ask.name}`, { column: ask.column })}
          description={ask.reason}
          value={answer}
          onChange={(value) => onAnswer(ask, value)}
          name={name}
        >
          <div className={css.options}>
            {(ask.choices ?? []).map((choice) => (
              <Radio
                size="xs"
                key={choice}
                value={choice}
                label={
                  ask.name === 'date_order'
                    ? t(`order.${choice as 'dmy'}`)
                    : t(choice === ',' ? 'sign.comma' : 'sign.point')
                }
                description={samplesRead(ask, choice).join(', ')}
              />
            ))}
          </div>
        </Radio.Group>
      );
    case 'dataset':
      return (
        <Radio.Group
          label={t('ask.dataset')}
          description={ask.reason}
          value={answer}
          onChange={(value) => onAnswer(ask, value)}
          name={name}
        >
          <div className={css.options}>
            {datasets.map((dataset) => (
              <Radio
                size="xs"
                key={dataset}
                value={dataset}
                label={t(`dataset.${dataset}`)}
                description={t(`rowIs.${dataset}`)}
              />
            ))}
          </div>
        </Radio.Group>
      );
    case 'as_of':
      return (
        <div className={css.field}>
          <p className="sm t2">{ask.reason}</p>
          <DayField label={t('ask.as_of')} value={answer} onChange={(value) => onAnswer(ask, value)} />
        </div>
      );
    case 'account':
    case 'currency':
    case 'partner':
    case 'partner_id':
      return <Words ask={ask} answer={answer} found={found} onAnswer={onAnswer} onColumn={onColumn} />;
  }
  if (fieldsOf(found.dataset).includes(ask.name)) {
    return <Field ask={ask} found={found} onColumn={onColumn} onConstant={onConstant} />;
  }
  return (
    <div>
      <p className="bold">{ask.reason}</p>
      <p className="sm t2">{t('ask.below')}</p>
    </div>
  );
}

/** samplesRead shows what real values of the column would be with one of the answers. */
function samplesRead(ask: Ask, choice: string): string[] {
  return (ask.samples ?? []).slice(0, 3).map((sample) => {
    const read = ask.name === 'date_order' ? readDay(sample, choice) : '';
    const number = ask.name === 'decimal' ? readNumber(sample, choice) : null;
    return `${sample} → ${read === '' ? num(number) : day(read)}`;
  });
}

type WordsProps = { ask: Ask; answer: string } & Pick<QuestionsProps, 'found' | 'onAnswer' | 'onColumn'>;

/** Words takes an answer that is typed once for the whole file, or a column that says it for each row. */
function Words({ ask, answer, found, onAnswer, onColumn }: WordsProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(answer);
  const hand = (value: string) => value.trim() !== answer && onAnswer(ask, value.trim());
  const label = t(`ask.${ask.name as 'account'}`);
  return (
    <div className={css.field}>
      <p className="sm t2">{ask.reason}</p>
      <div className={css.beside}>
        <Autocomplete
          size="xs"
          label={label}
          data={ask.choices ?? []}
          value={typed}
          onChange={setTyped}
          onOptionSubmit={hand}
          onBlur={() => hand(typed)}
          onKeyDown={(event) => event.key === 'Enter' && hand(typed)}
        />
        {sheetMapping(found) && (
          <Select
            label={t('ask.orColumn')}
            placeholder={t('ask.chooseColumn')}
            data={(found.header ?? []).filter((name) => name !== '')}
            value={null}
            searchable
            onChange={(column) => column && onColumn(column, ask.name === 'partner' ? 'partner_id' : ask.name)}
          />
        )}
      </div>
    </div>
  );
}

type FieldProps = { ask: Ask } & Pick<QuestionsProps, 'found' | 'onColumn' | 'onConstant'>;

/** Field asks which column means a field that cannot be done without. */
function Field({ ask, found, onColumn, onConstant }: FieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const field = fieldName(ask.name, t);
  const hand = () => typed.trim() !== '' && onConstant(ask.name, typed.trim());
  const columns = ask.choices && ask.choices.length > 0 ? ask.choices : (found.header ?? []);
  return (
    <div className={css.field}>
      <p className="bold">{ask.reason}</p>
      <div className={css.beside}>
        <Select
          label={t('ask.column', { field })}
          placeholder={t('ask.chooseColumn')}
          data={columns.filter((name) => name !== '')}
          value={null}
          searchable
          onChange={(column) => column && onColumn(column, ask.name)}
        />
        <TextInput
          label={t('ask.constant', { field })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={hand}
          onKeyDown={(event) => event.key === 'Enter' && hand()}
        />
      </div>
    </div>
  );
}
