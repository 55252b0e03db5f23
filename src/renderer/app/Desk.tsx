import './desk.css'
import { Activity, Suspense, useLayoutEffect, useRef } from 'react'
import { FIRST_RUN_SCREEN, isPage, useFirstRun } from '../features/first-run/first-run.ts'
import { GuideBand } from '../features/first-run/GuideBand.tsx'
import { HealthBanners } from '../features/health/HealthBanners.tsx'
import { RiskBanner } from '../features/risk/RiskBanner.tsx'
import { useDesk } from '../state/desk-store.ts'
import { useShownScreen } from '../state/shown-screen.ts'
import { Discreet } from '../ui/discreet.ts'
import { Arrival } from './Arrival.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { DeskScreen } from './DeskScreen.tsx'
import { Rail } from './Rail.tsx'
import { ScreenFault } from './ScreenFault.tsx'
import { StatusBar } from './StatusBar.tsx'
import { screenById } from './screens.tsx'
import { useAsked } from './use-asked.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** A first run that is open on one of its pages is what the desk begins with. */
function useFirstRunStart(): void {
  const { step, state } = useFirstRun()
  const hasBegun = useRef(false)
  useLayoutEffect(() => {
    if (hasBegun.current) return
    hasBegun.current = true
    if (state === 'open' && isPage(step)) useShownScreen.setState({ id: FIRST_RUN_SCREEN })
  }, [step, state])
}

/** Status bar, rail and the shown screen. The desk stays in memory: a half-written order is kept. */
export function Desk() {
  const mode = useDesk((slices) => slices.status.mode)
  const isDiscreet = useDesk((slices) => slices.preferences.isDiscreet)
  const shown = useShownScreen((state) => state.id)
  useFirstRunStart()
  useShortcuts()
  useAsked()
  const screen = shown === 'desk' ? undefined : screenById(shown)
  return (
    <Discreet value={isDiscreet}>
      <div className="desk" data-mode={mode}>
        <StatusBar />
        <CommandPalette />
        <div className="desk-banners">
          <RiskBanner />
          <HealthBanners />
          <GuideBand />
        </div>
        <div className="desk-body">
          <Rail />
          <main className="desk-main">
            <Activity mode={screen === undefined ? 'visible' : 'hidden'}>
              <div className="screen">
                <ScreenFault>
                  <DeskScreen />
                </ScreenFault>
                <Arrival />
              </div>
            </Activity>
            {screen === undefined ? null : (
              <div className="screen" key={screen.id}>
                <Suspense fallback={<p className="screen-wait">Opening…</p>}>
                  <ScreenFault>
                    <screen.Content />
                  </ScreenFault>
                  <Arrival />
                </Suspense>
              </div>
            )}
          </main>
        </div>
      </div>
    </Discreet>
  )
}
