import { BadRequestException, Controller, Get, Req, Res, ServiceUnavailableException } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource } from 'typeorm';
import { QuestionError } from '../read-models/question-error.js';
import { Snapshot } from '../read-models/snapshot.js';
import { periodMarks } from '../read-models/statements/period.js';
import { statement } from '../read-models/statements/statement.js';
import type { StatementLine } from '../read-models/statements/statement-lines.js';
import { ExportSettings } from './export-settings.js';
import { parseStatement, type StatementRequest } from './statement-request.js';
import { ndjson, statementCsv, statementRows } from './statement-rows.js';

/** Statements at once, per process: each is in memory while it is written. */
const MAX_AT_ONCE = 2;
const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

/** Statements as files: complete, of one moment. */
@Controller('statements')
export class StatementController {
  private underWay = 0;

  constructor(
    private readonly source: DataSource,
    private readonly settings: ExportSettings,
  ) {}

  @Get('*file')
  async statement(
    @Req() request: IncomingMessage & { originalUrl: string },
    @Res() response: ServerResponse,
  ): Promise<void> {
    const wanted = parseStatement(request.originalUrl);
    if (typeof wanted === 'string') throw new BadRequestException(wanted);
    if (this.underWay >= MAX_AT_ONCE) {
      throw new ServiceUnavailableException(
        `${MAX_AT_ONCE} statements are being written already: try again in a moment.`,
      );
    }
    this.underWay += 1;
    try {
      await write(wanted, await this.read(wanted), response);
    } finally {
      this.underWay -= 1;
    }
  }

  private async read(wanted: StatementRequest): Promise<Read> {
    const snapshot = new Snapshot(this.source);
    try {
      const marks = await periodMarks(snapshot, { ...wanted, interval_s: this.settings.interval_s });
      const lines = await statement(snapshot, { ...wanted, marks, filter: {} });
      return { marks, lines };
    } catch (error) {
      throw error instanceof QuestionError ? new BadRequestException(error.message) : error;
    } finally {
      await snapshot.close();
    }
  }
}

interface Read {
  readonly marks: readonly number[];
  readonly lines: readonly StatementLine[];
}

async function write(
  { contributor, format }: StatementRequest,
  { lines, marks }: Read,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('Content-Type', TYPES[format]);
  response.setHeader('Content-Disposition', `attachment; filename="statement-${contributor}.${format}"`);
  response.setHeader('Cache-Control', 'no-store');
  const rows = statementRows(lines, marks);
  try {
    if (format === 'csv') await pipeline(Readable.from(rows), statementCsv(), response);
    else await pipeline(Readable.from(rows).map(ndjson), response);
  } catch (error) {
    // Half a file is out: an answer that breaks off says so, one that ends would not.
    if (!response.headersSent) throw error;
    response.destroy();
  }
}
