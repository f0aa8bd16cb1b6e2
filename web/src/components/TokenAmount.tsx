import { CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { exactAmount, groupDigits, readableAmount } from '../format/amount.js';
import { tokenName, type TokenFacts } from '../format/token.js';

interface Props {
  token: TokenFacts;
  /** Base units. */
  amount: string;
  /** Digits after the point at most; the rest is cut, the tooltip has them all. */
  maxFraction?: number;
  /** Leave the symbol away where a column's head says it. */
  bare?: boolean;
  /** Shown quietly when the amount is zero. */
  quietZero?: boolean;
}

/** An amount: readable in place, exact in the tooltip, copied exactly by a click. */
export function TokenAmount({ token, amount, maxFraction = 4, bare = false, quietZero = true }: Props) {
  const decimals = token.decimals ?? null;
  const shown = readableAmount(amount, decimals, maxFraction);
  const exact = decimals === null ? amount : exactAmount(amount, decimals);
  const unit = decimals === null ? `${tokenName(token)} base units` : tokenName(token);
  const zero = quietZero && /^-?0+$/.test(amount);
  return (
    <CopyButton value={exact} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip
          multiline
          maw={420}
          label={
            copied ? 'Copied' : `${groupDigits(exact)} ${unit} · ${groupDigits(amount)} base units · click copies it`
          }
          events={{ hover: true, focus: true, touch: true }}
        >
          <UnstyledButton
            className="amount"
            data-zero={zero || undefined}
            data-exact={amount}
            onClick={copy}
            aria-label={`${shown} ${unit}, copy exact amount`}
          >
            <span className="digits">{shown}</span>
            {bare ? null : (
              <>
                {' '}
                <span className="unit">{unit}</span>
              </>
            )}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}
