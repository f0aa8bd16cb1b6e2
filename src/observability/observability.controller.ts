import { Controller, Get, Header, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { DataSource } from 'typeorm';
import { type ChainView, conditionOf, getChains } from '../read-models/chains/queries.js';
import { Metrics } from './metrics.js';

/** How the service is, for machines. */
@Controller()
export class ObservabilityController {
  constructor(
    private readonly source: DataSource,
    private readonly metrics: Metrics,
  ) {}

  /** 200 while the database answers, 503 when it does not. A chain that stands still is told, and no reason to stop serving. */
  @Get('health')
  @Header('Cache-Control', 'no-store')
  async health(@Res({ passthrough: true }) response: ServerResponse): Promise<object> {
    const chains = await this.chains();
    if (!chains) {
      response.statusCode = 503;
      return { status: 'error', database: 'unreachable', chains: [] };
    }
    return { status: 'ok', database: 'ok', chains: chains.map(presentChain) };
  }

  @Get('metrics')
  @Header('Cache-Control', 'no-store')
  async prometheus(@Res() response: ServerResponse): Promise<void> {
    const text = await this.metrics.text((await this.chains()) ?? [], Date.now() / 1000);
    response.setHeader('Content-Type', this.metrics.registry.contentType);
    response.end(text);
  }

  private async chains(): Promise<ChainView[] | undefined> {
    try {
      return await getChains(this.source);
    } catch {
      return undefined;
    }
  }
}

function presentChain(view: ChainView): object {
  const { status, reason } = conditionOf(view, Date.now() / 1000);
  return {
    chain: `eip155:${view.chainId}`,
    name: view.name,
    status,
    reason,
    headBlock: view.headBlock,
    finalizedBlock: view.finalizedBlock,
    foldedBlock: view.foldedBlock,
  };
}
