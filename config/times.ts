import { z } from 'zod';
import { parseTime } from '../src/domain/time.js';

const A_TIME = "expected a date or a time with its zone, for example '2026-01-31' or '2026-01-31T12:00:00Z'";
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/;

/** A time in a configuration, in seconds since the Unix epoch: one that means the same to whoever reads it. */
export const time_s = z
  .string(A_TIME)
  .refine((text) => TIME.test(text) && !Number.isNaN(parseTime(text)), A_TIME)
  .transform(parseTime);
