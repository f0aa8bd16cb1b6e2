import { type Anvil, type AnvilOptions, startAnvil } from '../../local/chains/anvil.js';

/** A real chain of the test's own on a free port, a block per transaction unless told otherwise. */
export async function startTestAnvil(options: Partial<AnvilOptions> = {}): Promise<Anvil> {
  return startAnvil({ chainId: 31337, ...options });
}
