import type { ReactNode } from 'react'
import type { TaxTraceView, TracedFillView, TracedRoadView } from '#contract/records.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { capitalised } from '../../ui/plain-words.ts'
import { exactMoment } from '../../ui/time-text.ts'
import { walletText } from './tax-words.ts'

const PARTS: Record<TracedFillView['part'], string> = {
  disposal: 'Sold by',
  acquisition: 'Bought by',
  close: 'Closed by',
  opening: 'Opened by',
}

const SOURCES: Record<string, string> = {
  log: 'the log of this desk',
  venue: 'the venue',
  file: 'an imported file',
}

const RESULTS: Record<string, string> = {
  passed: 'Passed',
  denied: 'Denied',
  notNeeded: 'Not needed',
}

function Step(props: {
  readonly title: string
  readonly name: string
  readonly children: ReactNode
}) {
  return (
    <li className="trace-step" data-step={props.name}>
      <h4>{props.title}</h4>
      <div>{props.children}</div>
    </li>
  )
}

function FillStep({ fill }: { readonly fill: TracedFillView }) {
  return (
    <Step title="Fill" name="fill">
      <p>
        {capitalised(fill.side)} {fill.size} {fill.coin} at {fill.price}, fee {fill.fee}{' '}
        {fill.feeToken}
        {fill.direction === '' ? '' : `, ${fill.direction}`}
      </p>
      <p className="trace-faint">
        {exactMoment(fill.tsMs)}, from {SOURCES[fill.source] ?? fill.source}
      </p>
      <p>
        <code className="selectable" data-name="fillId">
          {fill.fillId}
        </code>
      </p>
      {fill.disagreement === null ? null : (
        <p className="trace-differs">The venue tells it otherwise: {fill.disagreement}</p>
      )}
    </Step>
  )
}

function OrderStep({ order }: { readonly order: TracedRoadView['order'] }) {
  return (
    <Step title="Order" name="order">
      <p>
        {capitalised(order.role)}: {order.side} {order.quantity} at {order.price}, {order.status}
      </p>
      <p>
        <code className="selectable" data-name="clientOrderId">
          {order.clientOrderId}
        </code>
        {order.venueOrderId === null ? '' : `, the venue's ${order.venueOrderId}`}
      </p>
    </Step>
  )
}

function ReceiptStep({ road }: { readonly road: TracedRoadView }) {
  const { receipt, ticket } = road
  if (receipt === null) {
    return (
      <Step title="Approval receipt" name="receipt">
        <p>No signature stands behind this fill.</p>
      </Step>
    )
  }
  return (
    <Step title={`Approval receipt ${receipt.seq}`} name="receipt">
      <p>{ticket.sentence}</p>
      <p className="trace-faint">
        Approved {exactMoment(receipt.approvedWallMs)}, signed {exactMoment(receipt.signedWallMs)}{' '}
        by {receipt.isBySession ? 'the session key ' : ''}
        {walletText(receipt.recoveredAddress)}; asked for by {ticket.origin}
      </p>
      <p>
        <code className="selectable" data-name="receiptHash">
          {receipt.hash}
        </code>
      </p>
    </Step>
  )
}

function DecisionStep({ decision }: { readonly decision: TracedRoadView['decision'] }) {
  if (decision === null) return null
  return (
    <Step title={`Risk decision ${decision.seq}`} name="decision">
      <p>
        {RESULTS[decision.result] ?? decision.result} ({decision.code}): {decision.message}
      </p>
      <p className="trace-faint">Worst case loss {decision.worstCaseLoss}</p>
    </Step>
  )
}

function Traced({ fill }: { readonly fill: TracedFillView }) {
  return (
    <article className="trace-fill" aria-label={`${PARTS[fill.part]} fill ${fill.fillId}`}>
      <h3>{PARTS[fill.part]}</h3>
      <ol>
        <FillStep fill={fill} />
        {fill.road === null ? (
          <Step title="Order" name="order">
            <p>This desk has no order behind this fill.</p>
          </Step>
        ) : (
          <>
            <OrderStep order={fill.road.order} />
            <ReceiptStep road={fill.road} />
            <DecisionStep decision={fill.road.decision} />
          </>
        )}
      </ol>
    </article>
  )
}

/** From a row to its fills, and from each fill to its order, its receipt and its risk decision. */
export function TraceDialog(props: { readonly trace: TaxTraceView; readonly onClose: () => void }) {
  const { trace, onClose } = props
  return (
    <DeskDialog title={`Behind ${trace.title}`} isOpen onClose={onClose} size="wide">
      <div className="trace">
        {trace.fills.length === 0 ? <p>No fill is known behind this row.</p> : null}
        {trace.fills.map((fill) => (
          <Traced key={`${fill.part} ${fill.fillId}`} fill={fill} />
        ))}
        {trace.more > 0 ? (
          <p>{trace.more} more fills are in the ledger file, under their ids.</p>
        ) : null}
      </div>
      <div className="dialog-actions">
        <ActionButton onPress={onClose}>Close</ActionButton>
      </div>
    </DeskDialog>
  )
}
