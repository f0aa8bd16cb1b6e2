import { PageHead, usePageTitle } from '../../components/layout.js';
import { Chains } from './Chains.js';

/** Every chain the ledger follows, with what two operators compare. */
export function ChainsPage() {
  usePageTitle('Chains');
  return (
    <>
      <PageHead
        title="Chains"
        lead="Each chain is read by itself. Equal digests at equal blocks mean that two operators hold the same log."
      />
      <Chains />
    </>
  );
}
