import './desk.css'
import { Activity, Suspense } from 'react'
import { HealthBanners } from '../features/health/HealthBanners.tsx'
import { RiskBanner } from '../features/risk/RiskBanner.tsx'
import { useDesk } from '../state/desk-store.ts'
import { useShownScreen } from '../state/shown-screen.ts'
import { Arrival } from './Arrival.tsx'
import { DeskScreen } from './DeskScreen.tsx'
import { Rail } from './Rail.tsx'
import { StatusBar } from './StatusBar.tsx'
import { screenById } from './screens.tsx'
import { useShortcuts } from './use-shortcuts.ts'

/** Status bar, rail and the shown screen. The desk stays in memory: a half-written order is kept. */
export function Desk() {
  const mode = useDesk((slices) => slices.status.mode)
  const shown = useShownScreen((state) => state.id)
  useShortcuts()
  const screen = shown === 'desk' ? undefined : screenById(shown)
  return (
    <div className="desk" data-mode={mode}>
      <StatusBar />
      <div className="desk-banners">
        <RiskBanner />
        <HealthBanners />
      </div>
      <div className="desk-body">
        <Rail />
        <main className="desk-main">
          <Activity mode={screen === undefined ? 'visible' : 'hidden'}>
            <div className="screen">
              <DeskScreen />
              <Arrival />
            </div>
          </Activity>
          {screen === undefined ? null : (
            <div className="screen" key={screen.id}>
              <Suspense fallback={<p className="screen-wait">Opening…</p>}>
                <screen.Content />
                <Arrival />
              </Suspense>
            </div>
          )}
        </main>
      </div>
    </div>
  )
}
