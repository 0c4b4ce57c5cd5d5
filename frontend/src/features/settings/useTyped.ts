import { type Dispatch, type SetStateAction, useState } from 'react';

/** useTyped is what is typed into a field of a value that is kept elsewhere; another one that is kept takes its place. */
export function useTyped(value: string): [string, Dispatch<SetStateAction<string>>] {
  const [typed, setTyped] = useState(value);
  const [kept, setKept] = useState(value);
  if (value !== kept) {
    setKept(value);
    setTyped(value);
  }
  return [typed, setTyped];
}
