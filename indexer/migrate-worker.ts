import { workerData } from 'node:worker_threads';
import { migrate } from '../db/data-source.js';

// A thread of its own: what migrating loads is gone with it.
await migrate(workerData as string);
