import { pathToFileURL } from 'node:url';

/**
 * Runs scripts as Node would that was started for each, and sends what they print: most of what such a script costs is
 * to start Node and to load its packages, and those are loaded once here.
 */
let runs = 0;
process.on('message', ({ path, args }: { path: string; args: readonly string[] }) => {
  const printed: string[] = [];
  console.log = (text: string) => void printed.push(text);
  process.argv.splice(1, Infinity, path, ...args);
  // A module is run once for each of its addresses.
  void import(`${pathToFileURL(path).href}?run=${++runs}`).then(() => process.send!(printed.join('\n')));
});
