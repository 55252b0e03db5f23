import './order-ticket.css'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import { tell } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { announce, notify } from '../../state/notices.ts'
import { useSelectedCoin } from '../../state/selected-coin.ts'
import { useSizeDecimals } from '../../state/selectors.ts'
import { useWantedPrice } from '../../state/wanted-price.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Empty, Panel } from '../../ui/Panel.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { LeverageControl, LeverageNotice } from './LeverageControl.tsx'
import { PreviewBlock } from './PreviewBlock.tsx'
import type { DraftField, DraftReading, ProposalDraft } from './proposal-draft.ts'
import { EMPTY_DRAFT, readDraft } from './proposal-draft.ts'
import { usePreview } from './use-preview.ts'

const SIDES = [
  { key: 'buy', text: '↑ Buy', label: 'Buy', tone: 'buy' },
  { key: 'sell', text: '↓ Sell', label: 'Sell', tone: 'sell' },
] as const
const ENTRIES = [
  { key: 'market', text: 'Market' },
  { key: 'limit', text: 'Limit' },
] as const
const SIZINGS = [
  { key: 'risk', text: 'Risk', label: 'By risk' },
  { key: 'quantity', text: 'Size', label: 'By quantity' },
] as const

const MISSING: Record<DraftField, string> = {
  price: 'Type a limit price to see what it may lose and make.',
  quantity: 'Type a quantity to see what it may lose and make.',
  stop: 'Type a stop.',
  target: 'Type a target.',
}

const waitingFor = (reading: DraftReading): string =>
  reading.result === 'incomplete' ? MISSING[reading.missing] : 'Correct the field above.'

interface FieldsProps {
  readonly draft: ProposalDraft
  readonly coin: string
  readonly reading: DraftReading
  readonly change: (part: Partial<ProposalDraft>) => void
}

function Fields({ draft, coin, reading, change }: FieldsProps) {
  const problemOf = (field: DraftField): string | null =>
    reading.result === 'wrong' && reading.field === field ? reading.message : null
  return (
    <>
      <Segments
        label="Side"
        segments={SIDES}
        value={draft.side}
        onChange={(side) => change({ side })}
      />
      <div className="order-pair">
        <Segments
          label="Entry"
          segments={ENTRIES}
          value={draft.entry}
          onChange={(entry) => change({ entry })}
        />
        <Segments
          label="Size"
          segments={SIZINGS}
          value={draft.sizing}
          onChange={(sizing) => change({ sizing })}
        />
      </div>
      <div className="order-figures">
        {draft.entry === 'limit' ? (
          <DecimalField
            label="Limit price"
            unit="USD"
            value={draft.price}
            onChange={(price) => change({ price })}
            problem={problemOf('price')}
          />
        ) : null}
        {draft.sizing === 'quantity' ? (
          <DecimalField
            label="Quantity"
            unit={coin}
            value={draft.quantity}
            onChange={(quantity) => change({ quantity })}
            problem={problemOf('quantity')}
          />
        ) : null}
      </div>
      <div className="order-pair">
        <DecimalField
          label="Stop"
          placeholder="2 % away"
          value={draft.stop}
          onChange={(stop) => change({ stop })}
          problem={problemOf('stop')}
        />
        <DecimalField
          label="Target"
          placeholder="4 % away"
          value={draft.target}
          onChange={(target) => change({ target })}
          problem={problemOf('target')}
        />
      </div>
    </>
  )
}

/** A price that was pointed at in the book becomes the limit. */
function useWantedLimit(coin: string, change: (part: Partial<ProposalDraft>) => void): void {
  const wanted = useWantedPrice((state) => state.wanted)
  const taken = useRef(wanted?.count ?? 0)
  useEffect(() => {
    if (wanted === null || wanted.count <= taken.current || wanted.coin !== coin) return
    taken.current = wanted.count
    change({ entry: 'limit', price: wanted.price })
  }, [wanted, coin, change])
}

function OrderForm({ coin }: { readonly coin: string }) {
  const sizeDecimals = useSizeDecimals(coin)
  const isHalted = useDesk((slices) => slices.status.risk.state !== 'active')
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const change = useCallback(
    (part: Partial<ProposalDraft>) => setDraft((before) => ({ ...before, ...part })),
    [],
  )
  useWantedLimit(coin, change)
  const [isSending, setIsSending] = useState(false)
  const reading = readDraft(draft, coin)
  const proposal = reading.result === 'complete' ? reading.proposal : null
  const preview = usePreview(proposal)
  const send = (): void => {
    if (proposal === null || isSending) return
    setIsSending(true)
    tell('proposeOrder', proposal)
      .then((isTaken) => {
        if (isTaken) announce('Sent to the risk manager; the ticket comes under Approvals.')
      })
      .catch(() => notify('error', 'The desk does not answer.'))
      .finally(() => setIsSending(false))
  }
  return (
    <Form
      className="order-form"
      aria-label="Order ticket"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <LeverageNotice coin={coin} />
      <Fields draft={draft} coin={coin} reading={reading} change={change} />
      <PreviewBlock
        preview={preview}
        coin={coin}
        sizeDecimals={sizeDecimals}
        waitingFor={waitingFor(reading)}
      />
      <div className="order-send">
        <ActionButton
          type="submit"
          tone={draft.side}
          isDisabled={proposal === null}
          isPending={isSending}
        >
          {draft.side === 'buy' ? `Propose buy ${coin}` : `Propose sell ${coin}`}
        </ActionButton>
        <p className="order-note">
          {isHalted
            ? 'Entries are stopped now; the risk manager will say no.'
            : 'Nothing is sent before you approve and your Ledger signs.'}
        </p>
      </div>
    </Form>
  )
}

/** The manual ticket: proposes, never sends. */
export function OrderTicket() {
  const coin = useSelectedCoin()
  return (
    <Panel
      title="Order ticket"
      className="order-ticket"
      aside={coin === null ? null : <LeverageControl coin={coin} />}
    >
      {coin === null ? (
        <Empty title="No market yet.">The ticket opens with the venue's list of markets.</Empty>
      ) : (
        <OrderForm key={coin} coin={coin} />
      )}
    </Panel>
  )
}
