import type { Fault } from './types';

/** Bound is what Wails puts on the window: window.go.bridge.<Struct>.<Method>. */
type Bound = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;

/** Runtime is the part of the Wails runtime in use. */
export interface Runtime {
  EventsOn(name: string, handler: (...data: unknown[]) => void): () => void;
  EventsEmit?(name: string, ...data: unknown[]): void;
}

declare global {
  interface Window {
    go?: { bridge: Bound };
    runtime?: Runtime;
  }
}

/** readTimeout ends the wait for an answer that got lost on its way; a read may be asked again. */
export const readTimeout = 20_000;

/** AppError is the only error a page meets. */
export class AppError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
    this.name = 'AppError';
  }
}

/** read asks for something. It gives up after readTimeout. */
export function read<T>(struct: string, method: string, ...args: unknown[]): Promise<T> {
  const lost = new AppError({ code: 'timeout', message: 'timeout' });
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(lost), readTimeout);
  });
  return Promise.race([act<T>(struct, method, ...args), limit]).finally(() => clearTimeout(timer));
}

/** act makes something happen. It waits as long as it takes: an import or a dialog has no limit. */
export async function act<T>(struct: string, method: string, ...args: unknown[]): Promise<T> {
  const bound = window.go?.bridge[struct]?.[method];
  if (!bound) throw new AppError({ code: 'unreachable', message: `${struct}.${method}` });
  try {
    return (await bound(...args)) as T;
  } catch (cause) {
    throw toAppError(cause);
  }
}

/** parsed reads what a bound method gives as JSON text. */
export async function parsed<T>(text: Promise<string>): Promise<T> {
  return JSON.parse(await text) as T;
}

/** toAppError reads what the bridge rejected with: a fault as JSON text in an error's message, or bare. */
export function toAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  return new AppError(parse(text) ?? { code: 'internal', message: text });
}

/** sentenceOf is a fault as people read it: what is wrong, and what helps. */
export function sentenceOf({ message, hint }: { message: string; hint?: string | undefined }): string {
  return hint ? `${message} ${hint}` : message;
}

/** faultText is the sentence of whatever was refused. */
export function faultText(cause: unknown): string {
  return sentenceOf(toAppError(cause).fault);
}

function parse(text: string): Fault | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFault(value) ? value : null;
  } catch {
    return null;
  }
}

function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** on listens to an event of the program; the result stops listening. */
export function on<T>(name: string, handler: (data: T) => void): () => void {
  return window.runtime?.EventsOn(name, (data) => handler(data as T)) ?? (() => {});
}

/** tell sends an event to the program. */
export function tell(name: string, data: unknown): void {
  window.runtime?.EventsEmit?.(name, data);
}
