/* eslint-disable @typescript-eslint/no-require-imports, no-undef -- the stock store loads its model so */
const { Column, Entity, PrimaryColumn } = require('typeorm');

/** What the log keeps of a usage, as an entity of the stock store. */
class Usage {
  constructor(fields) {
    Object.assign(this, fields);
  }
}

const column = (decorator, name) => decorator(Usage.prototype, name);
column(PrimaryColumn('text'), 'id');
for (const name of ['blockNumber', 'logIndex', 'time']) column(Column('int4', { nullable: false }), name);
for (const name of ['blockHash', 'txHash', 'contract', 'data', 'kind'])
  column(Column('text', { nullable: false }), name);
column(Column('text', { array: true, nullable: false }), 'topics');
column(Column('jsonb', { nullable: false }), 'payload');
Entity()(Usage);

module.exports = { Usage };
