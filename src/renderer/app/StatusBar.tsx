import './status-bar.css'
import { HealthCells } from '../features/health/HealthCells.tsx'
import { KillSwitch } from '../features/risk/KillSwitch.tsx'
import { marketNow, useReading } from '../state/desk-clock.ts'
import { useDesk, useSlice } from '../state/desk-store.ts'
import { Dollars } from '../ui/Amount.tsx'
import { clockText, dayText, exactMoment } from '../ui/time-text.ts'
import { AppMenu } from './AppMenu.tsx'
import { DayBudget } from './DayBudget.tsx'

const MODE_WORDS = { paper: 'PAPER', testnet: 'TESTNET', mainnet: 'MAINNET' }
const MODE_NOTES = {
  paper: 'Paper: no money moves.',
  testnet: 'Testnet: orders go to a real venue, with play money.',
  mainnet: 'Mainnet: real money.',
}
const FEED_WORDS = { synthetic: 'synthetic', replay: 'replay', live: 'live' }

function ModeBadge() {
  const mode = useDesk((slices) => slices.status.mode)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <span className="mode-badge" role="group" aria-label={`Mode: ${mode}`} title={MODE_NOTES[mode]}>
      {MODE_WORDS[mode]}
    </span>
  )
}

function MarketClock() {
  const { feed } = useDesk((slices) => ({ feed: slices.status.feed }))
  const nowMs = useReading(marketNow, 250)
  const speed = feed.speed === null || feed.speed === 1 ? '' : ` ×${feed.speed}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div className="cell" role="group" aria-label="Market clock" title={feed.label}>
      <span className="cell-name">
        {dayText(nowMs)} · {feed.isFinished ? 'ended' : FEED_WORDS[feed.kind]}
        <span className="clock-speed">{speed}</span>
      </span>
      <time
        className="cell-value"
        dateTime={new Date(nowMs).toISOString()}
        title={exactMoment(nowMs)}
      >
        {clockText(nowMs)} UTC
      </time>
    </div>
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

/** What must be seen at any moment: mode, health, time, money, and the way to stop. */
export function StatusBar() {
  const canAct = useDesk((slices) => slices.status.canAct)
  return (
    <header className="status-bar">
      <AppMenu />
      <ModeBadge />
      <HealthCells />
      {canAct ? null : <span className="cannot-act">cannot act</span>}
      <span className="status-gap" />
      <MarketClock />
      <EquityCell />
      <DayBudget />
      <KillSwitch />
    </header>
  )
}
