import { expect, it } from '@jest/globals';
import { withoutPassword } from './real-run.js';

it.each([
  ['postgres://me:s3cret@db.example:5433/ledger', 'postgres://me@db.example:5433/ledger'],
  ['postgres://db.example/ledger?user=me&password=s3cret', 'postgres://db.example/ledger?user=me'],
  ['postgres://tributary@127.0.0.1:5432/tributary', 'postgres://tributary@127.0.0.1:5432/tributary'],
])('what is shown of %s tells no password', (database, shown) => {
  expect(withoutPassword(database)).toBe(shown);
});
