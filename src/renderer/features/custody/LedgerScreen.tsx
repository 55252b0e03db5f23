import './custody.css'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { DriverPanel } from './DriverPanel.tsx'
import { SessionPanel } from './SessionPanel.tsx'
import { SetUpPanel } from './SetUpPanel.tsx'

/** Everything about who may sign: the device, its set-up, and the session key. */
export function LedgerScreen() {
  return (
    <ScreenFrame
      title="Ledger"
      lead="Your key stays on the device. Here is how to set it up, and what may be signed without it."
    >
      <div className="custody-columns">
        <SetUpPanel />
        <div className="custody-column">
          <SessionPanel />
          <DriverPanel />
        </div>
      </div>
    </ScreenFrame>
  )
}
