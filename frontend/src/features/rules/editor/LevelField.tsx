import { NumberField } from '../../../components/NumberField';
import { percentSuffix } from '../../../lib/format';

interface LevelFieldProps {
  label: string;
  value: number | undefined;
  /** share writes the value in percent. */
  share?: boolean;
  /** whole takes no decimals. */
  whole?: boolean;
  min?: number;
  max?: number;
  width?: number;
  placeholder?: string;
  autoFocus?: boolean;
  onChange: (value: number | undefined) => void;
}

/** LevelField takes a number of a condition, in percent where it is a share. */
export function LevelField({
  label,
  value,
  share = false,
  whole = false,
  width = 64,
  onChange,
  ...rest
}: LevelFieldProps) {
  const shown = value === undefined ? '' : share ? Number((value * 100).toFixed(6)) : value;
  return (
    <NumberField
      {...rest}
      aria-label={label}
      title={label}
      w={width}
      suffix={share ? percentSuffix() : ''}
      allowDecimal={!whole}
      styles={{ input: { textAlign: 'right' } }}
      value={shown}
      onChange={(typed) => {
        const number = typeof typed === 'number' ? typed : Number.parseFloat(typed);
        if (Number.isNaN(number)) onChange(undefined);
        else onChange(share ? Number((number / 100).toFixed(8)) : number);
      }}
    />
  );
}
