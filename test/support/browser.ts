import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** No sandbox, because tests run as root too; nothing in the background asks the network. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * A headless Chromium: the machine's own where there is one, else the one that comes as a package, which
 * needs nothing installed.
 */
export async function startBrowser(): Promise<Browser> {
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return chromium.launch({ executablePath: installed, args: QUIET, headless: true });
  const { executablePath, args, env } = await packagedChromium();
  return chromium.launch({ executablePath, args: [...args, ...QUIET], env, headless: true });
}

interface Packaged {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

/**
 * Unpacks @sparticuz/chromium once per machine, user and version. The package unpacks into the system's temporary
 * folder, and its nss, nspr and fonts only when it believes to run on a Lambda: so it runs in a process of
 * its own that is told so, with a temporary folder of its own. The finished folder appears by one rename,
 * so that test files which start at once never see half of it.
 */
async function packagedChromium(): Promise<Packaged> {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(await packageJsonAbove(entry), 'utf8')) as { version: string };
  const folder = join(tmpdir(), `tributary-chromium-${version}-${userInfo().uid}`);
  const flagsPath = join(folder, 'flags.json');
  if (!existsSync(flagsPath)) await unpack(folder);
  return {
    executablePath: join(folder, 'chromium'),
    args: (JSON.parse(await readFile(flagsPath, 'utf8')) as string[]).filter((flag) => !UNWANTED.has(flag)),
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: folder,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  };
}

/** Flags of the package that would hide faults of the page, or that playwright sets itself. */
const UNWANTED = new Set([
  '--disable-web-security',
  '--allow-running-insecure-content',
  "--headless='shell'",
  '--single-process',
]);

async function unpack(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const building = await mkdtemp(`${folder}-`);
  const program = `const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    process.stdout.write(JSON.stringify(chromium.args));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', TMPDIR: building, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
  });
  await writeFile(
    join(building, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
    <fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`,
  );
  await writeFile(join(building, 'flags.json'), stdout);
  try {
    await rename(building, folder);
  } catch {
    // Another process was first; its folder is as good.
    await rm(building, { recursive: true, force: true });
  }
}

async function packageJsonAbove(file: string): Promise<string> {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (existsSync(path) && 'version' in (JSON.parse(await readFile(path, 'utf8')) as object)) return path;
  }
  throw new Error(`No package.json with a version above ${file}: run npm ci again.`);
}
