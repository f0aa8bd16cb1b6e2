import { readableAmount } from '../../format/amount.js';
import { tokenName, type TokenFacts } from '../../format/token.js';
import { graphql } from '../../generated/index.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';

const ExplainFigureQuery = graphql(`
  query ExplainFigure($contributor: String!, $asset: ID!, $token: String!, $from: DateTime!, $to: DateTime!) {
    explain(contributor: $contributor, asset: $asset, token: $token, from: $from, to: $to, maxUsages: 1) {
      figure
    }
  }
`);

interface Props {
  contributor: string;
  asset: string;
  token: TokenFacts & { id: string };
  from: string;
  to: string;
  /** Says nothing, and asks nothing. */
  pause: boolean;
}

/** What one asset brought in a period, as text: it stands inside a button. */
export function ExplainFigure({ pause, token, ...of }: Props) {
  const { data } = useLiveQuery(ExplainFigureQuery, { ...of, token: token.id }, { pause });
  const figure = data?.explain.figure;
  if (figure === undefined) return null;
  return (
    <span className={BigInt(figure) === 0n ? 'explain-figure muted' : 'explain-figure'}>
      {readableAmount(figure, token.decimals ?? null)} <span className="muted">{tokenName(token)}</span>
    </span>
  );
}
