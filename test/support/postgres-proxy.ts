import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What a client sends to Postgres, as far as it moves a transaction on. */
export interface ClientMessage {
  /** Which one of all that went through the proxy, from 1 on. */
  readonly nth: number;
  /** The statement, or what is done with its data. */
  readonly text: string;
}

/** Types of the wire protocol's messages that are counted; Bind, Describe, Execute and Sync go with their Parse. */
const COUNTED: Readonly<Record<string, (body: Buffer) => string>> = {
  Q: (body) => textAt(body, 0),
  P: (body) => textAt(body, body.indexOf(0) + 1),
  d: () => 'COPY data',
  c: () => 'COPY done',
};

/**
 * Stands between clients and a Postgres server and counts what clients want done. `onMessage` is called
 * before a message is passed on; when it says 'cut', the message and all after it are lost, and the connection
 * with them.
 */
export class PostgresProxy {
  #count = 0;
  readonly #sockets = new Set<Socket>();
  onMessage: (message: ClientMessage) => 'pass' | 'cut' = () => 'pass';
  readonly #server = createServer((client) => this.#join(client));

  private constructor(private readonly target: number) {}

  /** A proxy for the server at a port of this machine. */
  static async start(target: number): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(target);
    await new Promise<void>((done) => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(client: Socket): void {
    const upstream = connect(this.target, '127.0.0.1');
    const cut = (): void => {
      for (const socket of [client, upstream]) {
        this.#sockets.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.on('error', cut).on('close', cut);
    }
    upstream.pipe(client);
    const messages = new Messages();
    client.on('data', (chunk: Buffer) => {
      for (const { type, whole } of messages.read(chunk)) {
        const text = COUNTED[type]?.(whole.subarray(5));
        if (text !== undefined && this.onMessage({ nth: ++this.#count, text }) === 'cut') return cut();
        upstream.write(whole);
      }
    });
  }
}

/** Cuts a client's bytes into messages: the first has a length only, the others a type before it. */
class Messages {
  #rest = Buffer.alloc(0);
  #isFirst = true;

  *read(chunk: Buffer): Generator<{ type: string; whole: Buffer }> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const lengthAt = this.#isFirst ? 0 : 1;
      if (this.#rest.length < lengthAt + 4) return;
      const end = lengthAt + this.#rest.readInt32BE(lengthAt);
      if (this.#rest.length < end) return;
      const whole = this.#rest.subarray(0, end);
      const type = this.#isFirst ? '' : String.fromCharCode(whole[0]!);
      this.#rest = this.#rest.subarray(end);
      this.#isFirst = false;
      yield { type, whole };
    }
  }
}

function textAt(body: Buffer, at: number): string {
  const text = body.subarray(at, body.indexOf(0, at)).toString();
  return text.replace(/\s+/g, ' ').trim();
}
