import { type DynamicModule, Module } from '@nestjs/common';
import { ExportSettings } from './export-settings.js';
import { LineageController } from './lineage.controller.js';
import { StatementController } from './statement.controller.js';

/** The ledger as files. Wants a DataSource in the application. */
@Module({})
export class ExportsModule {
  static forRoot({ interval_s }: { readonly interval_s: number }): DynamicModule {
    return {
      module: ExportsModule,
      controllers: [LineageController, StatementController],
      providers: [{ provide: ExportSettings, useValue: new ExportSettings(interval_s) }],
    };
  }
}
