import { Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Inspection, Mapping, Said } from '../../../api/importTypes';
import { Tile } from '../../../components/Tile';
import { DayField } from './DayField';
import { classes, datasets, sheetMapping, withDataset } from './said';
import css from './Wizard.module.css';

interface RowMeaningProps {
  found: Inspection;
  said: Said;
  onMapping: (mapping: Mapping) => void;
  onSaid: (part: Partial<Said>) => void;
}

/** RowMeaning says in one sentence what a row is, what another such file does to it, and what holds for all rows. */
export function RowMeaning({ found, said, onMapping, onSaid }: RowMeaningProps) {
  const { t } = useTranslation();
  const mapping = sheetMapping(found);
  const row = t(`rowIs.${found.dataset}` as 'rowIs.usage', { defaultValue: found.row });
  const means = t(`class.${found.class as 'E'}`, { defaultValue: '' });
  return (
    <Tile title={t('wizard.row')}>
      <div className={css.meaning}>
        <p className={css.sentence}>
          <b>{mapping ? row : found.row}</b> {means}
        </p>
        {mapping && (
          <div className={css.beside}>
            <Select
              label={t('wizard.about')}
              data={datasets.map((value) => ({ value, label: t(`dataset.${value}`) }))}
              value={found.dataset}
              allowDeselect={false}
              onChange={(value) => value && value !== found.dataset && onMapping(withDataset(mapping, value))}
            />
            <Select
              label={t('wizard.next')}
              w={340}
              data={classes.map((value) => ({ value, label: t(`classShort.${value}`) }))}
              value={found.class}
              allowDeselect={false}
              onChange={(value) => value && onMapping({ ...mapping, class: value })}
            />
            <Word
              label={t('wizard.source')}
              value={mapping.source}
              onSay={(source) => onMapping({ ...mapping, source })}
            />
          </div>
        )}
        <div className={css.beside}>
          <DayField
            key={found.as_of}
            label={t('ask.as_of')}
            value={said.asOf || found.as_of}
            onChange={(asOf) => onSaid({ asOf })}
          />
          <Word label={t('wizard.account')} value={said.account} onSay={(account) => onSaid({ account })} />
          <Word label={t('wizard.currency')} value={said.currency} onSay={(currency) => onSaid({ currency })} />
          <Word label={t('wizard.partner')} value={said.partner} onSay={(partner) => onSaid({ partner })} />
          {mapping && (
            <Switch
              className={css.endSwitch}
              label={t('wizard.inclusive')}
              checked={mapping.end !== 'exclusive'}
              onChange={(event) =>
                onMapping({ ...mapping, end: event.currentTarget.checked ? 'inclusive' : 'exclusive' })
              }
            />
          )}
        </div>
      </div>
    </Tile>
  );
}

/** Word takes one word said once for all rows; it is handed on when it is whole. */
function Word({ label, value, onSay }: { label: string; value: string; onSay: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const hand = () => typed.trim() !== value && onSay(typed.trim());
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={hand}
      onKeyDown={(event) => event.key === 'Enter' && hand()}
    />
  );
}
