import { Button, Input, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { faultText } from '../../api/client';
import { rowsQuery } from '../../api/reports';
import { ruleActions, ruleKeys } from '../../api/rules';
import { FilterBar } from '../../components/filter/FilterBar';
import { toast } from '../../components/toast';
import { int } from '../../lib/format';
import { setParams } from '../../lib/route';
import { datasetsOf, isEmpty, kinds, membersQuery, type SegmentDraft } from './segment';
import css from './Watch.module.css';

/** close takes the editor out of the address. */
function close(): void {
  setParams({ segment: null, kind: null, filter: null });
}

/** SegmentEditor makes a segment of a filter, or changes one; it says at once how much it would hold. */
export function SegmentEditor({ draft: kept }: { draft: SegmentDraft }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState(kept);
  const [asked, setAsked] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const save = useMutation({
    mutationFn: () => ruleActions.saveSegment({ ...draft, title: draft.title.trim() }),
    onSuccess: () => {
      toast({ message: t('watchlist.saved', { title: draft.title.trim() }) });
      close();
      return client.invalidateQueries({ queryKey: ruleKeys.segments });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.title.trim() === '') setAsked(true);
    else save.mutate();
  };
  const isNew = kept.name === '';
  const title = isNew ? t('watchlist.newTitle') : t('watchlist.editTitle', { title: kept.title });
  return (
    <form className={css.editor} onSubmit={submit} aria-label={title}>
      <h2>{title}</h2>
      <div className={css.fields}>
        <TextInput
          ref={first}
          label={t('watchlist.name')}
          value={draft.title}
          maxLength={200}
          error={asked && draft.title.trim() === '' ? t('watchlist.nameNeeded') : undefined}
          onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
        />
        <Input.Wrapper label={t('watchlist.holds')} labelElement="div" id="segment-kind">
          <div>
            <SegmentedControl
              aria-labelledby="segment-kind-label"
              value={draft.kind}
              // Another kind has other dimensions: a filter of the one may mean nothing for the other.
              onChange={(kind) => setDraft({ ...draft, kind: kind as SegmentDraft['kind'], filter: {} })}
              data={kinds.map((value) => ({ value, label: t(`watchlist.kind.${value}`) }))}
            />
          </div>
        </Input.Wrapper>
      </div>
      <FilterBar
        value={isEmpty(draft.filter) ? undefined : draft.filter}
        onChange={(filter) => setDraft({ ...draft, filter: filter ?? {} })}
        datasets={datasetsOf(draft.kind)}
      />
      <Size draft={draft} />
      {save.error && (
        <p role="alert" className={css.wrong}>
          {faultText(save.error)}
        </p>
      )}
      <div className={css.buttons}>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t(isNew ? 'watchlist.create' : 'watchlist.save')}
        </Button>
        <Button onClick={close}>{t('watchlist.cancel')}</Button>
      </div>
    </form>
  );
}

/** Size says how much the filter keeps today. */
function Size({ draft }: { draft: SegmentDraft }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(rowsQuery(membersQuery(draft), 0, 1));
  const count = data?.row_count ?? 0;
  return (
    <p role="status" className="t2">
      {error && faultText(error)}
      {!error && data && t(`watchlist.now.${draft.kind}`, { count, number: int(count) })}
    </p>
  );
}
