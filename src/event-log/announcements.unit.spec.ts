import { expect, it } from '@jest/globals';
import { Subject } from 'rxjs';
import { conflated } from './announcements.js';

/** Work that goes on until it is told to end. */
function controlled() {
  const ends: (() => void)[] = [];
  const work = (): Promise<void> => new Promise((end) => ends.push(end));
  return { ends, work };
}

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

it('whatever comes during a run makes for one more run', async () => {
  const source = new Subject<void>();
  const { ends, work } = controlled();
  source.pipe(conflated(work)).subscribe();
  source.next();
  source.next();
  source.next();
  expect(ends).toHaveLength(1);
  ends[0]!();
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]!();
  await settled();
  expect(ends).toHaveLength(2);
});

it('ends after the run at hand', async () => {
  const source = new Subject<void>();
  const { ends, work } = controlled();
  let completed = false;
  source.pipe(conflated(work)).subscribe({ complete: () => (completed = true) });
  source.next();
  source.complete();
  expect(completed).toBe(false);
  ends[0]!();
  await settled();
  expect(completed).toBe(true);
});

it('an error of the work is an error of the stream', async () => {
  const source = new Subject<void>();
  let message = '';
  source
    .pipe(conflated(() => Promise.reject(new Error('no'))))
    .subscribe({ error: (error: Error) => (message = error.message) });
  source.next();
  await settled();
  expect(message).toBe('no');
});
