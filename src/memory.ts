import { setFlagsFromString } from 'node:v8';

/**
 * What a process that folds is started with. The rows of a step live until it is written: where the young generation
 * is small, most of them are moved twice on the way and become garbage that is hard to find.
 */
export const FOLDING_FLAGS: readonly string[] = ['--max-semi-space-size=32'];

/**
 * The heap is collected when it has grown by so much over what was alive the last time. Left alone, V8 lets
 * the garbage of a long fold grow to several times of what is alive before it looks.
 */
const HEAP_GROWTH_PERCENT = 110;

/**
 * Bounds the memory of a process that folds, whatever it was started with. Nothing is taken for old from the start:
 * what V8 has seen to live long while the first events waited for names is young with all others.
 */
export function boundHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  setFlagsFromString('--no-allocation-site-pretenuring');
}
