import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { createDataSource } from '../db/data-source.js';
import { ApiModule } from './api/api.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { type WorkConfig, WorkModule } from './work.module.js';

export interface AppOptions {
  readonly config: WorkConfig;
  /** False serves only: another process folds and settles. */
  readonly fold: boolean;
}

/** Connections for answers. A snapshot holds one for the length of a request. */
const POOL = {
  max: 20,
  application_name: 'tributary api',
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 120_000,
  connectionTimeoutMillis: 10_000,
} as const;

/** The whole service. The only place that knows every part of it. */
@Module({})
export class AppModule {
  static forRoot({ config, fold }: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => createDataSource(config.database, [], POOL).options,
          dataSourceFactory: (options) => new DataSource(options as DataSourceOptions).initialize(),
        }),
        ApiModule.forRoot({ interval_s: config.interval, databaseUrl: config.database }),
        ExportsModule.forRoot({ interval_s: config.interval }),
        ObservabilityModule,
        ...(fold ? [WorkModule.forRoot(config)] : []),
      ],
    };
  }
}
