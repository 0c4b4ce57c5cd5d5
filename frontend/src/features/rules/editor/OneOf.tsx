import { Select } from '@mantine/core';

interface OneOfProps<V extends string> {
  label: string;
  value: V;
  /** among are the values there are, say what each is called. */
  among: readonly V[];
  say: (value: V) => string;
  width: number;
  onChoose: (value: V) => void;
}

/** OneOf chooses one of few within a sentence. */
export function OneOf<V extends string>({ label, value, among, say, width, onChoose }: OneOfProps<V>) {
  return (
    <Select
      aria-label={label}
      allowDeselect={false}
      w={width}
      value={value as string}
      onChange={(chosen) => chosen !== null && onChoose(chosen as V)}
      data={among.map((one) => ({ value: one as string, label: say(one) }))}
    />
  );
}
