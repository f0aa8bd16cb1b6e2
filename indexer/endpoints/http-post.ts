import {
  Agent as PlainAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as plainRequest,
} from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From the first byte sent to the last one read, redirects included. */
  readonly timeout_ms: number;
  /** Larger bodies are not read to their end. */
  readonly mostBytes: number;
}

export interface Posted {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Nobody answered in time. */
export class LateAnswer extends Error {
  override message = 'There was no answer in time.';
}

/** The answer is larger than it may be. */
export class LargeAnswer extends Error {
  override message = 'The answer is too large.';
}

/** Servers close connections that nobody uses, most after five seconds: ours are closed before. */
const IDLE_ms = 4_000;
const MOST_REDIRECTS = 5;
const AGENTS = { keepAlive: true, timeout: IDLE_ms };
const plain = new PlainAgent(AGENTS);
const secure = new SecureAgent(AGENTS);
const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Posts something over connections that are kept, and reads the answer as bytes. It is what `fetch` does for a
 * quarter of the processor time, which is most of what a look at the head of a chain takes.
 * @throws LateAnswer, LargeAnswer, or the error of the connection
 */
export async function post(url: string, what: Post): Promise<Posted> {
  const end_ms = performance.now() + what.timeout_ms;
  let target = new URL(url);
  let { headers } = what;
  for (let redirects = 0; ; redirects++) {
    const answer = await postOnce(target, { ...what, headers, timeout_ms: end_ms - performance.now() });
    const place = redirects < MOST_REDIRECTS ? redirectOf(answer, target) : undefined;
    if (!place) return answer;
    if (place.origin !== target.origin) headers = withoutCredentials(headers);
    target = place;
  }
}

function postOnce(target: URL, what: Post): Promise<Posted> {
  return new Promise((done, fail) => {
    const isSecure = target.protocol === 'https:';
    const headers = {
      'accept-encoding': 'gzip, deflate, br',
      ...what.headers,
      'content-length': Buffer.byteLength(what.body),
    };
    const options = { method: 'POST', headers, agent: isSecure ? secure : plain };
    const request = (isSecure ? secureRequest : plainRequest)(target, options);
    const refuse = (error: Error): void => {
      clearTimeout(timer);
      fail(error);
      request.destroy();
    };
    const timer = setTimeout(() => refuse(new LateAnswer()), what.timeout_ms);
    request.on('error', refuse);
    request.once('response', (response) => {
      const finish = (bytes: Buffer): void => {
        clearTimeout(timer);
        done({ status: response.statusCode!, headers: response.headers, bytes });
      };
      readBody(response, what.mostBytes).then(finish, refuse);
    });
    request.end(what.body);
  });
}

/** Where the same is to be posted instead; other redirects would have it asked for by GET, which nobody means. */
function redirectOf({ status, headers: { location } }: Posted, from: URL): URL | undefined {
  if ((status !== 307 && status !== 308) || !location || !URL.canParse(location, from.href)) return undefined;
  const place = new URL(location, from);
  return place.protocol === 'http:' || place.protocol === 'https:' ? place : undefined;
}

/** Who asks proves that to the one who was meant, and to nobody whom that one names. */
function withoutCredentials({ authorization: _, ...headers }: Post['headers']): Post['headers'] {
  return headers;
}

function readBody(response: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((done, fail) => {
    response.on('error', fail);
    if (Number(response.headers['content-length']) > most) return fail(new LargeAnswer());
    const decoder = DECODERS[response.headers['content-encoding']?.trim().toLowerCase() ?? ''];
    // What becomes of the response becomes of what is decoded from it.
    const body = decoder ? pipeline(response, decoder(), () => undefined) : response;
    const chunks: Buffer[] = [];
    let size = 0;
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) return fail(new LargeAnswer());
      chunks.push(chunk);
    });
    body.on('error', fail);
    body.once('end', () => done(Buffer.concat(chunks)));
  });
}
