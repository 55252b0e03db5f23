import './desk.css'
import { ApprovalsPanel } from '../features/approvals/ApprovalsPanel.tsx'
import { ChartPanel } from '../features/desk/ChartPanel.tsx'
import { OrderTicket } from '../features/desk/OrderTicket.tsx'
import { HealthBanners } from '../features/health/HealthBanners.tsx'
import { PracticeLedgerPanel } from '../features/practice-ledger/PracticeLedgerPanel.tsx'
import { RiskBanner } from '../features/risk/RiskBanner.tsx'
import { useDesk } from '../state/desk-store.ts'
import { Dock } from './Dock.tsx'
import { StatusBar } from './StatusBar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

/** The one screen: market and order ticket, tables below, approvals and device at the right. */
export function Desk() {
  const mode = useDesk((slices) => slices.status.mode)
  useShortcuts()
  return (
    <div className="desk" data-mode={mode}>
      <StatusBar />
      <div className="desk-banners">
        <RiskBanner />
        <HealthBanners />
      </div>
      <main className="desk-main">
        <h1 className="visually-hidden">Countersign desk</h1>
        <div className="desk-order">
          <OrderTicket />
        </div>
        <div className="desk-chart">
          <ChartPanel />
        </div>
        <div className="desk-dock">
          <Dock />
        </div>
        <aside className="desk-side" aria-label="Signing">
          <ApprovalsPanel />
          <PracticeLedgerPanel />
        </aside>
      </main>
    </div>
  )
}
