import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { formatError } from './errors/format.js';
import { reportFault } from './errors/report.js';
import { limitsPlugin } from './limits/plugin.js';
import { FoldNotices } from './live/fold-notices.js';
import { LiveChains } from './live/live-chains.js';
import { LiveUsages } from './live/live-usages.js';
import { SubscriptionServer } from './live/subscription-server.js';
import { RequestContext } from './request/request-context.js';
import { Settings } from './request/settings.js';
import { RESOLVERS } from './resolvers.js';
import { SCHEMA_OPTIONS } from './schema.js';

export interface ApiOptions {
  /** Length of an interval, in seconds. */
  readonly interval_s: number;
  readonly databaseUrl: string;
}

/** Words of a query at most: nobody writes more by hand, and parsing has no other limit. */
const MAX_TOKENS = 5_000;

/** GraphQL over HTTP and WebSocket. Wants a DataSource in the application. */
@Module({})
export class ApiModule {
  static forRoot(options: ApiOptions): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: ApolloDriver,
          inject: [DataSource],
          useFactory: (source: DataSource) => graphqlOptions(source),
        }),
      ],
      providers: [
        ...RESOLVERS,
        { provide: Settings, useValue: new Settings(options.interval_s) },
        { provide: FoldNotices, useFactory: () => new FoldNotices(options.databaseUrl, warnOfLostNotices) },
        { provide: LiveUsages, inject: [FoldNotices], useFactory: (notices: FoldNotices) => new LiveUsages(notices) },
        { provide: LiveChains, inject: [FoldNotices], useFactory: (notices: FoldNotices) => new LiveChains(notices) },
        SubscriptionServer,
      ],
    };
  }
}

const logger = new Logger('api');

function warnOfLostNotices(error: unknown): void {
  logger.warn(`Notices of the fold are interrupted: ${error instanceof Error ? error.message : String(error)}`);
}

function graphqlOptions(source: DataSource): Omit<ApolloDriverConfig, 'driver'> {
  return {
    path: '/graphql',
    autoSchemaFile: true,
    // A test prints the same schema, and compares it with the one that is committed.
    buildSchemaOptions: { ...SCHEMA_OPTIONS, skipCheck: true },
    graphiql: false,
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    context: () => RequestContext.ofQuery(source),
    plugins: [limitsPlugin],
    formatError: (formatted, error) => formatError(formatted, error, reportFault),
  };
}
