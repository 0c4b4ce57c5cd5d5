import { Autocomplete, Button, Input, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { faultText } from '../../../api/client';
import { valuesQuery } from '../../../api/reports';
import { NumberField } from '../../../components/NumberField';
import { Field } from '../Field';
import { countryNames } from '../notify/settings';
import css from './Terms.module.css';
import {
  type Agreed,
  agreedOn,
  type Length,
  lengths,
  readTerms,
  type Subject,
  subjectOf,
  subjects,
  type Unit,
  units,
  writeTerms,
} from './terms';

interface TermsFormProps {
  /** agreed is what is changed; without it new terms are added. */
  agreed?: Agreed;
  onKeep: (agreed: Agreed) => Promise<unknown>;
  onCancel: () => void;
}

/** TermsForm adds or changes what was agreed about the ends of something. */
export function TermsForm({ agreed, onKeep, onCancel }: TermsFormProps) {
  const { t, i18n } = useTranslation();
  const first = subjectOf(agreed ?? {});
  const [subject, setSubject] = useState<Subject>(agreed ? first.subject : 'vendor');
  const [name, setName] = useState(first.name);
  const [field, setField] = useState(agreed?.field ?? '');
  const [terms, setTerms] = useState(() => readTerms(agreed?.terms));
  const [reason, setReason] = useState('');
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (subject !== 'all' && name.trim() === '') return setReason(t('terms.nameless'));
    const one: Agreed = { ...agreedOn(agreed, subject, name.trim()), terms: writeTerms(terms) };
    if (field.trim() !== '') one.field = field.trim();
    try {
      return await onKeep(one);
    } catch (cause) {
      return setReason(faultText(cause));
    }
  };
  return (
    <Field label={t(agreed ? 'terms.changing' : 'terms.add')} help={t('terms.help')} id="notice_terms">
      <form onSubmit={keep} className={css.form}>
        <Select
          id="notice_terms"
          autoFocus
          label={t('terms.subject')}
          value={subject}
          onChange={(value) => setSubject((value as Subject | null) ?? 'all')}
          data={subjects.map((value) => ({ value, label: t(`terms.of.${value}`) }))}
          allowDeselect={false}
        />
        {subject !== 'all' && <NameInput subject={subject} value={name} onChange={setName} />}
        {lengths.map((word) => (
          <LengthInput
            key={word}
            label={t(`terms.${word}`)}
            value={terms[word]}
            onChange={(length) => setTerms({ ...terms, [word]: length })}
          />
        ))}
        <Select
          label={t('terms.calendar')}
          value={terms.calendar}
          onChange={(calendar) => setTerms({ ...terms, calendar: calendar ?? '' })}
          data={[
            { value: '', label: t('terms.anyDay') },
            { value: 'weekdays', label: t('terms.weekdays') },
            { value: 'account', label: t('terms.ofAccount') },
            ...countryNames(i18n.language),
          ]}
          allowDeselect={false}
          searchable
        />
        <TextInput
          label={t('terms.field')}
          description={t('terms.fieldHelp')}
          value={field}
          onChange={(event) => setField(event.currentTarget.value)}
        />
        {reason !== '' && (
          <p role="alert" className={css.wrong}>
            {reason}
          </p>
        )}
        <span className={css.acts}>
          <Button type="submit">{t(agreed ? 'terms.keep' : 'terms.addButton')}</Button>
          <Button variant="default" onClick={onCancel}>
            {t('terms.cancel')}
          </Button>
        </span>
      </form>
    </Field>
  );
}

interface NameInputProps {
  subject: Exclude<Subject, 'all'>;
  value: string;
  onChange: (name: string) => void;
}

/** NameInput offers the names there are of a product, vendor or source. */
function NameInput({ subject, value, onChange }: NameInputProps) {
  const { t } = useTranslation();
  const { data } = useQuery(
    valuesQuery({ dimension: subject, dataset: 'every_entitlement', search: value, limit: 50 }),
  );
  const names = [...new Set((data ?? []).map((one) => one.value).filter((one) => typeof one === 'string'))];
  return (
    <Autocomplete
      size="xs"
      label={t('terms.name')}
      value={value}
      onChange={onChange}
      data={names}
      filter={unfiltered}
    />
  );
}

/** unfiltered shows what the program found. */
function unfiltered<O>({ options }: { options: O[] }): O[] {
  return options;
}

interface LengthInputProps {
  label: string;
  value: Length;
  onChange: (length: Length) => void;
}

function LengthInput({ label, value, onChange }: LengthInputProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={css.length}>
      <Input.Label htmlFor={id}>{label}</Input.Label>
      <NumberField
        id={id}
        value={value.n === 0 ? '' : value.n}
        min={0}
        max={3660}
        allowDecimal={false}
        onChange={(n) => onChange({ ...value, n: Number(n) || 0 })}
      />
      <Select
        aria-label={t('terms.unitOf', { name: label })}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit: (unit as Unit | null) ?? 'day' })}
        data={units.map((unit) => ({ value: unit, label: t(`terms.units.${unit}`) }))}
        allowDeselect={false}
      />
    </div>
  );
}
