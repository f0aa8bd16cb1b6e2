import { DataTable, type Column } from '../../components/DataTable.js';
import { CheckIcon } from '../../components/icons.js';
import { UsageLink } from '../../components/links.js';
import { Loaded } from '../../components/states.js';
import { TimeAgo } from '../../components/TimeAgo.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { tokenName, type TokenFacts } from '../../format/token.js';
import { parseFine, readableFine } from '../../format/amount.js';
import { EXPLAIN_WORDS, OPERATION_WORDS, ROLE_WORDS } from '../../format/words.js';
import { graphql } from '../../generated/index.js';
import { type ExplainQuery as Data } from '../../generated/graphql.js';
import { useLiveQuery } from '../../graphql/use-live-query.js';

const ExplainQuery = graphql(`
  query Explain($contributor: String!, $asset: ID!, $token: String!, $from: DateTime!, $to: DateTime!) {
    explain(contributor: $contributor, asset: $asset, token: $token, from: $from, to: $to) {
      opening
      closing
      figure
      truncated
      rules
      parts {
        kind
        role
        time
        assetKept
        amount
        note
        usage {
          id
          operation
          asset {
            id
            name
          }
        }
      }
    }
  }
`);

type Explanation = Data['explain'];
type Part = Explanation['parts'][number];

interface Props {
  contributor: string;
  asset: string;
  token: TokenFacts & { id: string };
  from: string;
  to: string;
}

function columns(token: TokenFacts): readonly Column<Part>[] {
  return [
    {
      head: 'What',
      cell: (part) => (
        <div>
          {part.usage ? (
            <UsageLink id={part.usage.id}>
              {OPERATION_WORDS[part.usage.operation]} of {part.usage.asset.name || 'an asset'}
            </UsageLink>
          ) : (
            EXPLAIN_WORDS[part.kind]
          )}
          {part.role ? <span className="muted"> · {ROLE_WORDS[part.role]}</span> : null}
          <div className="muted part-note">{part.note}</div>
        </div>
      ),
    },
    { head: 'When', cell: (part) => <TimeAgo time={part.time} /> },
    {
      head: 'Asset kept',
      numeric: true,
      wide: true,
      cell: (part) => <TokenAmount token={token} amount={part.assetKept} bare />,
    },
    {
      head: `Part, ${tokenName(token)}`,
      numeric: true,
      cell: (part) => (
        <span className="figure nowrap" title={`${part.amount} base units`}>
          {readableFine(part.amount, token.decimals ?? null)}
        </span>
      ),
    },
  ];
}

/** True when the parts, with all their fractions, are the figure. */
function addsUp(explanation: Explanation): boolean {
  const sum = explanation.parts.reduce((total, part) => total + parseFine(part.amount), 0n);
  return sum === parseFine(explanation.figure);
}

/** The usages behind one asset's earnings, added up before the reader's eyes. */
export function ExplainParts({ contributor, asset, token, from, to }: Props) {
  const query = useLiveQuery(ExplainQuery, { contributor, asset, token: token.id, from, to });
  return (
    <Loaded query={query} what="the explanation" lines={6}>
      {({ explain }) => (
        <div className="stack tight">
          <div className="panel-figures" data-testid="explain-figures">
            <span>
              <span className="muted">before</span> <TokenAmount token={token} amount={explain.opening} />
            </span>
            <span>
              <span className="muted">earned</span>{' '}
              <strong>
                <TokenAmount token={token} amount={explain.figure} />
              </strong>
            </span>
            <span>
              <span className="muted">after</span> <TokenAmount token={token} amount={explain.closing} />
            </span>
          </div>
          <Sum explanation={explain} />
          <DataTable
            cards
            label="Parts of the figure"
            columns={columns(token)}
            rows={explain.parts}
            rowKey={(part) => `${explain.parts.indexOf(part)}`}
            empty="Nothing was earned from this asset in this period."
          />
          {explain.rules.length > 0 ? (
            <div>
              <h3 className="panel-title">Rules in force</h3>
              <ul className="rules">
                {explain.rules.map((rule) => (
                  <li key={rule}>{rule}</li>
                ))}
              </ul>
            </div>
          ) : null}
        </div>
      )}
    </Loaded>
  );
}

function Sum({ explanation }: { explanation: Explanation }) {
  if (explanation.parts.length === 0) return null;
  if (addsUp(explanation)) {
    return (
      <p className="note sum-right">
        <CheckIcon /> The parts below add up to the figure exactly, to the last fraction of a base unit.
      </p>
    );
  }
  return (
    <p className="note">
      {explanation.truncated
        ? 'More usages than fit here: only the first are listed, so these parts do not reach the figure. Choose a shorter period.'
        : 'The parts below do not add up to the figure. Please report this.'}
    </p>
  );
}
