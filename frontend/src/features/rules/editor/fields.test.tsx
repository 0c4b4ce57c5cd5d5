import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import type { RuleDocument } from '../../../api/ruleTypes';
import { wordsOf } from '../../../components/catalog/words';
import { startLanguage } from '../../../lib/i18n';
import { ConditionFields } from './ConditionFields';
import { StagesField } from './StagesField';

const rule: RuleDocument = {
  name: 'Bands',
  watch: 'all',
  condition: { kind: 'crosses', metric: 'peak', direction: 'either', bands: [50] },
};

it('takes the levels of bands with decimals as the region writes them', () => {
  const i18n = startLanguage('en', 'de-DE');
  const calendar = { today: '2026-11-20', weekStart: 1, fiscalStart: 1 };
  const words = wordsOf({ datasets: [], dimensions: [], measures: [], metrics: [] }, i18n.t, calendar);
  const set = vi.fn();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <ConditionFields
          rule={rule}
          condition={rule.condition}
          words={words}
          inspected={undefined}
          change={() => {}}
          set={set}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const bands = screen.getByLabelText('Levels it crosses', { selector: 'input' });
  bands.focus();
  fireEvent.change(bands, { target: { value: '99' } });
  fireEvent.keyDown(bands, { key: ',' });
  expect(set).not.toHaveBeenCalled();
  fireEvent.change(bands, { target: { value: '99,5' } });
  fireEvent.keyDown(bands, { key: 'Enter' });
  expect(set).toHaveBeenLastCalledWith({ bands: [50, 99.5] });
});

it('keeps stages of some years when another one is added', () => {
  startLanguage('en', 'en-GB');
  const change = vi.fn();
  render(
    <MantineProvider env="test">
      <StagesField label="Stages" value={[1095, 90, -30]} onChange={change} />
    </MantineProvider>,
  );
  const stages = screen.getByLabelText('Stages', { selector: 'input' });
  stages.focus();
  fireEvent.change(stages, { target: { value: '7' } });
  fireEvent.keyDown(stages, { key: 'Enter' });
  expect(change).toHaveBeenLastCalledWith([1095, 90, 7, -30]);
});
