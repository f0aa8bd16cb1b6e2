import { writeFileSync } from 'node:fs';
import { printApiSchema } from './schema.js';

writeFileSync('schema.graphql', await printApiSchema());
