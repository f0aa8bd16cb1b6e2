import { connect, createServer, type Server } from 'node:net';

/** A port of its own that leads to a node, and to nothing before it is opened. */
export class LateNode {
  private readonly server: Server;

  constructor(
    nodeUrl: string,
    private readonly port: number,
  ) {
    const { hostname, port: nodePort } = new URL(nodeUrl);
    this.server = createServer((client) => {
      const node = connect(Number(nodePort), hostname);
      client.pipe(node).pipe(client);
      for (const socket of [client, node]) socket.on('error', () => (client.destroy(), node.destroy()));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  open(): Promise<void> {
    return new Promise((done) => this.server.listen(this.port, '127.0.0.1', () => done()));
  }

  close(): void {
    this.server.close();
  }
}
