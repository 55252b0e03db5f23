import { create } from 'zustand'
import type { FirstRunStep } from '#contract/first-run-steps.ts'
import type { PreferencesView } from '#contract/preferences.ts'
import { order } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { showScreen } from '../../state/shown-screen.ts'

type FirstRun = PreferencesView['firstRun']

/** Steps that are pages; the others are a band over the desk itself. */
const PAGES: readonly FirstRunStep[] = ['welcome', 'account', 'result']
export const isPage = (step: FirstRunStep): boolean => PAGES.includes(step)

/** The id of the first run among the screens; it is not on the rail. */
export const FIRST_RUN_SCREEN = 'first-run'

export const useFirstRun = (): FirstRun => useDesk((slices) => slices.preferences.firstRun)

/** What was asked for but is not yet back from the desk, so that one step is asked for once. */
const useAsked = create<{ readonly key: string }>()(() => ({ key: '' }))

function ask(firstRun: FirstRun): void {
  const key = `${firstRun.step}/${firstRun.state}`
  if (useAsked.getState().key === key) return
  useAsked.setState({ key })
  order('setPreferences', { firstRun })
}

/** Opens a step where it belongs: on its page, or as the band over the desk. */
export function openStep(step: FirstRunStep): void {
  ask({ step, state: 'open' })
  showScreen(isPage(step) ? FIRST_RUN_SCREEN : 'desk')
}

/** Away for now; the menu and the settings take it up again at this step. */
export function leaveFirstRun(step: FirstRunStep): void {
  ask({ step, state: 'left' })
  showScreen('desk')
}

export function finishFirstRun(): void {
  ask({ step: 'result', state: 'done' })
  showScreen('desk')
}

/** Where it was left; from the beginning when it was seen through. */
export function takeUpFirstRun({ step, state }: FirstRun): void {
  openStep(state === 'done' ? 'welcome' : step)
}
