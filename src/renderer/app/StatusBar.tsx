import './status-bar.css'
import { SessionCell } from '../features/custody/SessionCell.tsx'
import { HealthCells } from '../features/health/HealthCells.tsx'
import { KillSwitch } from '../features/risk/KillSwitch.tsx'
import { useDesk, useSlice } from '../state/desk-store.ts'
import { Dollars } from '../ui/Amount.tsx'
import { AppMenu } from './AppMenu.tsx'
import { DayBudget } from './DayBudget.tsx'
import { MarketClock } from './MarketClock.tsx'

const MODE_WORDS = { paper: 'PAPER', testnet: 'TESTNET', mainnet: 'MAINNET' }
const MODE_NOTES = {
  paper: 'Paper: no money moves.',
  testnet: 'Testnet: orders go to a real venue, with play money.',
  mainnet: 'Mainnet: real money.',
}

function ModeBadge() {
  const mode = useDesk((slices) => slices.status.mode)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <span className="mode-badge" role="group" aria-label={`Mode: ${mode}`} title={MODE_NOTES[mode]}>
      {MODE_WORDS[mode]}
    </span>
  )
}

function EquityCell() {
  const account = useSlice('account')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div className="cell" role="group" aria-label="Equity">
      <span className="cell-name">Equity</span>
      <span className="cell-value cell-strong">
        <Dollars value={account?.equity ?? null} name="equity" />
      </span>
    </div>
  )
}

function CannotAct() {
  const why = useDesk((slices) => slices.status.whyCannotAct)
  return (
    <span className="cannot-act" role="alert" title={why ?? ''}>
      cannot act<span className="visually-hidden">: {why}</span>
    </span>
  )
}

/** What must be seen at any moment: mode, health, time, money, and the way to stop. */
export function StatusBar() {
  const canAct = useDesk((slices) => slices.status.canAct)
  return (
    <header className="status-bar">
      <AppMenu />
      <ModeBadge />
      <HealthCells />
      <SessionCell />
      {canAct ? null : <CannotAct />}
      <span className="status-gap" />
      <MarketClock />
      <EquityCell />
      <DayBudget />
      <KillSwitch />
    </header>
  )
}
