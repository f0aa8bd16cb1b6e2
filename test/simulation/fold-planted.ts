import { pathToFileURL } from 'node:url';
import type * as Folding from './fold-recorded.js';

/** Folds whatever log its parent sends, each with the domain in the folder that is named beside it. */
process.on('message', ({ folder, recorded }: { folder: string; recorded: Folding.RecordedLog }) => {
  void (async () => {
    const url = pathToFileURL(`${folder}/test/simulation/fold-recorded.js`);
    const { foldRecorded } = (await import(url.href)) as typeof Folding;
    process.send!(foldRecorded(recorded));
  })();
});
