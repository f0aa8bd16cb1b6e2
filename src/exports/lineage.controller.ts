import {
  BadRequestException,
  Controller,
  Get,
  NotFoundException,
  Req,
  Res,
  ServiceUnavailableException,
} from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource } from 'typeorm';
import { Snapshot } from '../read-models/snapshot.js';
import { getAssets, getNamedAssets, type AssetView } from '../read-models/assets/queries.js';
import { lineageLevels } from '../read-models/lineage/levels.js';
import type { Queryable } from '../read-models/queryable.js';
import { csvWriter, lineageRows } from './csv.js';
import { lineageGraphml } from './graphml.js';
import { type ExportRequest, parseExport } from './request.js';

/** Exports at once, per process: each holds a connection while the client reads. */
const MAX_AT_ONCE = 4;
const TYPES = { graphml: 'application/graphml+xml; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/** Lineage as files: complete, of one moment, written as they are read. */
@Controller('lineage')
export class LineageController {
  private underWay = 0;

  constructor(private readonly source: DataSource) {}

  @Get('*file')
  async lineage(
    @Req() request: IncomingMessage & { originalUrl: string },
    @Res() response: ServerResponse,
  ): Promise<void> {
    const wanted = parseExport(request.originalUrl);
    if (typeof wanted === 'string') throw new BadRequestException(wanted);
    if (this.underWay >= MAX_AT_ONCE) {
      throw new ServiceUnavailableException(`${MAX_AT_ONCE} exports are being written already: try again in a moment.`);
    }
    this.underWay += 1;
    const snapshot = new Snapshot(this.source);
    try {
      const [named] = await getNamedAssets(snapshot, [wanted.assetId]);
      if (!named) {
        throw new NotFoundException(
          `Nothing in the ledger names the asset ${wanted.assetId}: check its chain, registry and token id.`,
        );
      }
      await write(snapshot, wanted, response);
    } finally {
      this.underWay -= 1;
      await snapshot.close();
    }
  }
}

async function write(db: Queryable, { assetId, format, direction, depth }: ExportRequest, response: ServerResponse) {
  const levels = lineageLevels(db, assetId, direction, depth);
  const assetsOf = async (ids: readonly string[]): Promise<Map<string, AssetView>> =>
    new Map((await getAssets(db, ids)).map((asset) => [asset.assetId, asset]));
  const name = `lineage-${direction.toLowerCase()}-${assetId.replace(/[^a-zA-Z0-9]+/g, '-')}.${format}`;
  response.setHeader('Content-Type', TYPES[format]);
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  response.setHeader('Cache-Control', 'no-store');
  try {
    if (format === 'csv') await pipeline(Readable.from(lineageRows(levels, assetsOf)), csvWriter(), response);
    else await pipeline(Readable.from(lineageGraphml(levels, assetsOf)), response);
  } catch (error) {
    // Half a file is out: an answer that breaks off says so, one that ends would not.
    if (!response.headersSent) throw error;
    response.destroy();
  }
}
