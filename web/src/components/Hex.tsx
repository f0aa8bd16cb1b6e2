import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { shortHex } from '../format/ids.js';
import { CheckIcon, CopyIcon } from './icons.js';

/** A small button that copies `value`; `what` names it for screen readers. */
export function Copy({ value, what }: { value: string; what: string }) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${what}`}>
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={`Copy ${what}`}>
            {copied ? <CheckIcon /> : <CopyIcon />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** A hash, transaction or id: shortened, whole in the tooltip, copyable. */
export function Hex({ value, what, full = false }: { value: string; what: string; full?: boolean }) {
  return (
    <span className="hex">
      <Tooltip label={value} disabled={full} maw={560} multiline classNames={{ tooltip: 'wrap-anywhere' }}>
        <span className={full ? 'mono wrap-anywhere' : 'mono'}>{full ? value : shortHex(value)}</span>
      </Tooltip>
      <Copy value={value} what={what} />
    </span>
  );
}
