import { Module } from '@nestjs/common';
import { LineageController } from './lineage.controller.js';

/** The ledger as files. Wants a DataSource in the application. */
@Module({ controllers: [LineageController] })
export class ExportsModule {}
