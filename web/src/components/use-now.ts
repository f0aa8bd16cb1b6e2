import { useSyncExternalStore } from 'react';

const TICK_MS = 1_000;
let now_ms = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now_ms = Date.now();
  timer ??= setInterval(() => {
    now_ms = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** `text` of the current second, one clock for the whole page; renders again only when the text changes. */
export function useNow(text: (now_ms: number) => string): string {
  return useSyncExternalStore(subscribe, () => text(now_ms));
}
