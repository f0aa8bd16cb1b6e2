import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service of docker-compose.yml, as far as a plain process can stand in for its container. */
export interface ComposeService {
  readonly name: string;
  readonly image: string | undefined;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Published ports: on the host, and in the container. */
  readonly ports: readonly { readonly host: number; readonly container: number }[];
  /** Bind mounts: a path of the checkout, and where the container sees it. */
  readonly mounts: readonly { readonly source: string; readonly target: string }[];
  readonly dependsOn: readonly string[];
}

interface RawService {
  image?: string;
  command: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, unknown>;
}

/** Reads the services of a compose file; `${NAME:-default}` takes its default. */
export function readComposeFile(path: string): ComposeService[] {
  const { services } = parse(readFileSync(path, 'utf8'), { merge: true }) as { services: Record<string, RawService> };
  return Object.entries(services).map(([name, raw]) => ({
    name,
    image: raw.image,
    command: raw.command,
    environment: Object.fromEntries(
      Object.entries(raw.environment ?? {}).map(([key, value]) => [key, withDefaults(String(value))]),
    ),
    ports: (raw.ports ?? []).map((text) => {
      const [container, host] = text.split(':').reverse();
      return { host: Number(host), container: Number(container) };
    }),
    mounts: (raw.volumes ?? [])
      .filter((text) => text.startsWith('./'))
      .map((text) => ({ source: text.split(':')[0]!, target: text.split(':')[1]! })),
    dependsOn: Object.keys(raw.depends_on ?? {}),
  }));
}

function withDefaults(text: string): string {
  return text.replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');
}
