import './desk.css'
import { ApprovalsPanel } from '../features/approvals/ApprovalsPanel.tsx'
import { ChartPanel } from '../features/desk/ChartPanel.tsx'
import { OrderBook } from '../features/desk/OrderBook.tsx'
import { OrderTicket } from '../features/desk/OrderTicket.tsx'
import { PracticeLedgerPanel } from '../features/practice-ledger/PracticeLedgerPanel.tsx'
import { Discreet } from '../ui/discreet.ts'
import { Panel } from '../ui/Panel.tsx'
import { BOOK_COLUMN, Dock } from './Dock.tsx'
import { useMediaQuery } from './use-media-query.ts'

/** Market and order ticket, tables below, approvals and device at the right. */
export function DeskScreen() {
  const hasBookColumn = useMediaQuery(BOOK_COLUMN)
  return (
    <div className="desk-grid">
      <h1 className="visually-hidden" tabIndex={-1}>
        Countersign desk
      </h1>
      <div className="desk-order">
        {/* what is about to be signed is never hidden */}
        <Discreet value={false}>
          <OrderTicket />
        </Discreet>
      </div>
      <div className="desk-chart">
        <ChartPanel />
      </div>
      {hasBookColumn ? (
        <div className="desk-book">
          <Panel title="Order book">
            <OrderBook look="column" />
          </Panel>
        </div>
      ) : null}
      <div className="desk-dock">
        <Dock />
      </div>
      <aside className="desk-side" aria-label="Signing">
        <ApprovalsPanel />
        <PracticeLedgerPanel />
      </aside>
    </div>
  )
}
