import { DatePicker } from '@mantine/dates';
import { useTranslation } from 'react-i18next';

interface CalendarProps {
  value?: string;
  /** start is the day whose month is shown first. */
  start: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}

/** Calendar chooses a day, by pointer or by arrow keys. */
export function Calendar({ value, start, min, max, onChange }: CalendarProps) {
  const { t } = useTranslation();
  return (
    <DatePicker
      size="sm"
      hideOutsideDates
      value={value ?? null}
      defaultDate={start}
      minDate={min}
      maxDate={max}
      onChange={(day) => day && onChange(day)}
      ariaLabels={{
        nextMonth: t('calendar.nextMonth'),
        previousMonth: t('calendar.previousMonth'),
        nextYear: t('calendar.nextYear'),
        previousYear: t('calendar.previousYear'),
        nextDecade: t('calendar.nextDecade'),
        previousDecade: t('calendar.previousDecade'),
      }}
    />
  );
}
