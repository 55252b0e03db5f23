import type { MenuItemConstructorOptions } from 'electron'
import { limitStandings } from '#core/engine/limit-standings.ts'
import type { DeskState } from '#core/engine/state.ts'
import { formatFixed } from '#core/money/decimal.ts'
import { riskMode } from '#core/risk/risk-state.ts'
import { heldPositions } from './close-question.ts'

export interface TrayActions {
  readonly show: () => void
  readonly kill: (shouldFlatten: boolean) => void
  readonly quit: () => void
}

const RISK_WORDS = { active: '', reducing: 'only closing', halted: 'entries are stopped' } as const

/** What the tray tells without the window: the mode, and what is open and at risk. */
export function trayWords(state: DeskState, isDiscreet: boolean): string {
  const held = heldPositions(state)
  const bare = held.filter((position) => !position.hasRestingStop).length
  const risk = limitStandings(state).find(({ name }) => name === 'openRiskMax')?.taken ?? 0n
  const positions =
    held.length === 0
      ? 'no open position'
      : `${held.length} open position${held.length === 1 ? '' : 's'}`
  const parts = [
    state.book.mode.toUpperCase(),
    positions,
    isDiscreet || risk === 0n ? '' : `$${formatFixed(risk, 2)} at risk`,
    bare === 0 ? '' : `${bare} without a stop`,
    RISK_WORDS[riskMode(state.book.risk)],
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** The way to stop comes first: it is what the tray is for. `words` only tell. */
export const trayItems = (actions: TrayActions, words: string): MenuItemConstructorOptions[] => [
  { label: 'Stop entries', click: () => actions.kill(false) },
  { label: 'Stop entries and close all positions', click: () => actions.kill(true) },
  { type: 'separator' },
  { label: words, enabled: false },
  { label: 'Show the desk', click: () => actions.show() },
  { label: 'Quit', click: () => actions.quit() },
]
