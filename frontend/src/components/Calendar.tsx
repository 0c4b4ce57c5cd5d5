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

/** styles keep what one presses as large as text; only its cells are small. A month is written as its language does. */
const styles = {
  calendarHeaderLevel: { fontSize: 13, textTransform: 'none' },
  weekday: { fontSize: 12 },
  day: { fontSize: 13 },
} as const;

/** Calendar chooses a day, by pointer or by arrow keys. */
export function Calendar({ value, start, min, max, onChange }: CalendarProps) {
  const { t } = useTranslation();
  return (
    <DatePicker
      size="xs"
      styles={styles}
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
