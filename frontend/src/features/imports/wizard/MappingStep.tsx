import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Ask, Column, Guess, Inspection, Mapping, Said } from '../../../api/importTypes';
import { Icon } from '../../../components/Icon';
import { moment } from '../../../lib/format';
import { hrefTo } from '../../../lib/route';
import { ColumnsTable } from './ColumnsTable';
import { DriftTile } from './DriftTile';
import { KeyNote } from './KeyNote';
import { PreviewTable } from './PreviewTable';
import { Questions } from './Questions';
import { RowMeaning } from './RowMeaning';
import { sheetMapping } from './said';
import css from './Wizard.module.css';

interface MappingStepProps {
  found: Inspection;
  said: Said;
  asks: Ask[];
  columns: Column[];
  onGuess: (guess: Guess, value: string) => void;
  onAnswer: (ask: Ask, answer: string) => void;
  onMapping: (mapping: Mapping) => void;
  onSaid: (part: Partial<Said>) => void;
  onColumn: (column: string, field: string) => void;
  /** onConfirm takes the repairs of a changed file as they stand. */
  onConfirm?: (() => void) | undefined;
}

/** MappingStep asks what must be answered, and shows what the file and its columns are taken for. */
export function MappingStep(props: MappingStepProps) {
  const { found, said, asks, columns, onGuess, onAnswer, onMapping, onSaid, onColumn, onConfirm } = props;
  const mapping = sheetMapping(found);
  const repairing = (found.asks ?? []).some((ask) => ask.name === 'drift');
  // Changes of a file are confirmed together, beside their evidence.
  const questions = asks.filter((ask) => ask.name !== 'drift' || !onConfirm);
  return (
    <>
      <Remarks found={found} />
      {questions.length > 0 && (
        <Questions
          asks={questions}
          found={found}
          said={said}
          onAnswer={onAnswer}
          onColumn={onColumn}
          onConstant={(field, value) =>
            mapping && onMapping({ ...mapping, constants: { ...mapping.constants, [field]: value } })
          }
        />
      )}
      {(found.drift ?? []).length > 0 && <DriftTile found={found} onConfirm={repairing ? onConfirm : undefined} />}
      {found.dataset !== '' && (
        <RowMeaning key={found.dataset} found={found} said={said} onMapping={onMapping} onSaid={onSaid} />
      )}
      <ColumnsTable columns={columns} found={found} said={said} onColumn={onColumn} onGuess={onGuess} />
      {(found.keys ?? []).map((test) => (
        <KeyNote
          key={(test.fields ?? []).join()}
          test={test}
          chosen={mapping?.key ?? null}
          onKey={mapping ? (key) => onMapping({ ...mapping, key }) : undefined}
        />
      ))}
      <PreviewTable found={found} height={260} />
    </>
  );
}

/** Remarks say what one should know of the file before anything else. */
function Remarks({ found }: { found: Inspection }) {
  const { t } = useTranslation();
  const { known, memory } = found;
  const advice = found.advice ?? [];
  if (!known && !memory && advice.length === 0) return null;
  return (
    <ul className={css.remarks}>
      {known && (
        <li>
          <Icon of={IconInfoCircle} />
          {t('wizard.known', { file: known.file, when: moment(known.imported_at ?? '') })}
          <a href={hrefTo('imports', known.id)}>{t('imports.showFirst')}</a>
        </li>
      )}
      {memory && (
        <li>
          <Icon of={IconInfoCircle} />
          {t('wizard.remembered', { name: memory.name, when: moment(memory.used_at) })}
        </li>
      )}
      {advice.map((code) => (
        <li key={code}>
          <Icon of={IconInfoCircle} />
          {t(`advice.${code}` as 'advice.resaved', { defaultValue: code })}
        </li>
      ))}
    </ul>
  );
}
