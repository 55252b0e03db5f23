import type { ComponentType } from 'react'
import { lazy } from 'react'
import type { DeskSlices } from '#contract/views.ts'
import { FIRST_RUN_SCREEN } from '../features/first-run/first-run.ts'
import type { IconName } from '../ui/Icon.tsx'
import { DeskScreen } from './DeskScreen.tsx'

export interface ScreenEntry {
  /** What `showScreen(id)` takes. */
  readonly id: string
  readonly title: string
  /** Below the icon; at most nine letters. */
  readonly short: string
  readonly icon: IconName
  readonly Content: ComponentType
  /** A figure at the icon, for what waits there; 0 shows none. */
  readonly count?: (slices: DeskSlices) => number
}

/** A screen whose code is read when it is first opened, which keeps the first paint early. */
const later = (load: () => Promise<ComponentType>): ComponentType =>
  lazy(async () => ({ default: await load() }))

const waits = (slices: DeskSlices): number =>
  slices.tickets.filter((one) => one.stage === 'pending' || one.stage === 'onDevice').length

/**
 * Every screen of the desk, in the order of the rail; Alt + 1 … 9 open the first nine. A feature
 * adds one line, and its component draws itself inside a `ScreenFrame` (ui/ScreenFrame.tsx).
 */
// biome-ignore format: one screen a line
export const SCREENS: readonly ScreenEntry[] = [
  { id: 'desk', title: 'Desk', short: 'Desk', icon: 'desk', Content: DeskScreen, count: waits },
  { id: 'orders', title: 'Orders and fills', short: 'Orders', icon: 'list', Content: later(async () => (await import('../features/orders/OrdersScreen.tsx')).OrdersScreen) },
  { id: 'strategies', title: 'Strategies', short: 'Strategies', icon: 'strategy', Content: later(async () => (await import('../features/strategies/StrategiesScreen.tsx')).StrategiesScreen) },
  { id: 'backtest', title: 'Backtest', short: 'Backtest', icon: 'research', Content: later(async () => (await import('../features/backtest/BacktestScreen.tsx')).BacktestScreen) },
  { id: 'risk', title: 'Risk', short: 'Risk', icon: 'shield', Content: later(async () => (await import('../features/risk/RiskScreen.tsx')).RiskScreen), count: (slices) => slices.risk.alerts.length },
  { id: 'ledger', title: 'Ledger', short: 'Ledger', icon: 'device', Content: later(async () => (await import('../features/custody/LedgerScreen.tsx')).LedgerScreen) },
  { id: 'receipts', title: 'Approval receipts', short: 'Receipts', icon: 'receipt', Content: later(async () => (await import('../features/custody/ReceiptsScreen.tsx')).ReceiptsScreen) },
  { id: 'records', title: 'Records and tax', short: 'Records', icon: 'ledger', Content: later(async () => (await import('../features/records/RecordsScreen.tsx')).RecordsScreen) },
  { id: 'health', title: 'Health', short: 'Health', icon: 'pulse', Content: later(async () => (await import('../features/health/HealthScreen.tsx')).HealthScreen), count: (slices) => slices.differences.length },
  { id: 'settings', title: 'Settings', short: 'Settings', icon: 'settings', Content: later(async () => (await import('../features/settings/SettingsScreen.tsx')).SettingsScreen) },
]

/** The first run is a screen too, but no place to go back to: it is not on the rail. */
const FIRST_RUN: ScreenEntry = {
  id: FIRST_RUN_SCREEN,
  title: 'First run',
  short: 'Begin',
  icon: 'pen',
  Content: later(
    async () => (await import('../features/first-run/FirstRunScreen.tsx')).FirstRunScreen,
  ),
}

export const screenById = (id: string): ScreenEntry | undefined =>
  id === FIRST_RUN.id ? FIRST_RUN : SCREENS.find((screen) => screen.id === id)
