import { Tooltip } from '@mantine/core';
import { readableUsd } from '../format/usd.js';

/** What is needed to show what something is worth. */
export interface UsdFacts {
  readonly usd?: string | null;
  /** Base units that no price is known for. */
  readonly missing: string;
  readonly reason?: keyof typeof REASONS | null;
  readonly derived: boolean;
}

const REASONS = {
  NO_PRICE: 'no price of the token was known',
  NO_DECIMALS: 'nobody had told the decimals of the token',
  HELD: 'fixed when it is released',
  REVERSED: 'it was given back',
} as const;

/** Dollars beside token amounts: cut in place, whole in the tooltip; where there are none, why. */
export function UsdValue({ value }: { value: UsdFacts }) {
  const { usd, missing, reason, derived } = value;
  const why = reason ? REASONS[reason] : null;
  if (usd == null) {
    return (
      <Tooltip label={`No value in dollars: ${why ?? 'it is not known'}`} events={TOUCHED}>
        <span className="muted nowrap" tabIndex={0}>
          no price
        </span>
      </Tooltip>
    );
  }
  const parts = [
    `$${usd}`,
    derived ? 'derived from what was paid in the same time' : null,
    missing === '0' ? null : `without ${missing} base units: ${why ?? 'they have no price'}`,
  ];
  return (
    <Tooltip multiline maw={420} label={parts.filter((part) => part !== null).join(' · ')} events={TOUCHED}>
      <span className="muted nowrap" data-usd={usd} tabIndex={0}>
        {`${derived ? '≈ ' : ''}${readableUsd(usd)}${missing === '0' ? '' : ' +'}`}
      </span>
    </Tooltip>
  );
}

const TOUCHED = { hover: true, focus: true, touch: true };
