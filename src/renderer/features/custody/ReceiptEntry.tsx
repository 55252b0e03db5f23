import { useState } from 'react'
import { Button } from 'react-aria-components'
import type { ReceiptView } from '#contract/custody.ts'
import { Icon } from '../../ui/Icon.tsx'
import { PrivateText } from '../../ui/PrivateText.tsx'
import { exactMoment } from '../../ui/time-text.ts'
import { shortAddress } from './session-words.ts'

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="custody-wide">
      <dt>{name}</dt>
      <dd>
        <code className="selectable">{value}</code>
      </dd>
    </div>
  )
}

function ReceiptFacts({ receipt }: { readonly receipt: ReceiptView }) {
  const { nonce, expiresAfterMs } = receipt
  return (
    <dl className="custody-facts receipt-facts">
      <Fact name="Connection id" value={receipt.connectionId} />
      <Fact name="Signed by" value={receipt.recoveredAddress} />
      <Fact name="Signature" value={receipt.signature} />
      <Fact name="Terms digest" value={receipt.digest} />
      <Fact
        name="Nonce, expiry"
        value={`${nonce}, ${expiresAfterMs === null ? 'none' : expiresAfterMs}`}
      />
      <Fact name="Risk decision" value={receipt.decision} />
      <Fact name="Approved" value={exactMoment(receipt.approvedWallMs)} />
      <Fact name="Action bytes" value={receipt.actionHex} />
      <Fact name="Hash of this receipt" value={receipt.hash} />
    </dl>
  )
}

/** One receipt: its words on one line, everything else when it is opened. */
export function ReceiptEntry({
  receipt,
  isWrong,
}: {
  readonly receipt: ReceiptView
  readonly isWrong: boolean
}) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <li className="receipt" data-wrong={isWrong} data-row={receipt.seq}>
      <Button
        className="receipt-head"
        aria-expanded={isOpen}
        onPress={() => setIsOpen((open) => !open)}
      >
        <span className="receipt-number">№ {receipt.seq}</span>
        <span className="receipt-sentence">
          <PrivateText>{receipt.sentence}</PrivateText>
        </span>
        <span className="receipt-signer" title={receipt.recoveredAddress}>
          {receipt.isBySession ? 'Session key ' : 'Ledger '}
          <code>{shortAddress(receipt.recoveredAddress)}</code>
        </span>
        <span className="receipt-time">{exactMoment(receipt.signedWallMs)}</span>
        <Icon name="chevron" />
      </Button>
      {isOpen ? <ReceiptFacts receipt={receipt} /> : null}
    </li>
  )
}
