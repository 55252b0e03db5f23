import type { SideView } from './views.ts'

/** "Why no trade?": every decision of the risk manager, newest first. */
export interface DecisionView {
  readonly ticketId: string
  readonly tsMarketMs: number
  readonly coin: string
  readonly side: SideView | null
  readonly origin: string
  readonly result: 'passed' | 'denied' | 'notNeeded'
  readonly code: string
  readonly message: string
  /** What it rested on: plain decimals and counts by name. */
  readonly numbers: Readonly<Record<string, string>>
}

/** One limit: its value in words and, where something takes of it, how much. */
export interface LimitView {
  readonly name: string
  readonly label: string
  readonly rule: string
  /** With its unit: "1 %", "$9.99", "60 min", "none". */
  readonly value: string
  /** With its unit; null where nothing takes of this limit. */
  readonly taken: string | null
  readonly allowed: string | null
  /** 0 to 1000; null where nothing takes of it. */
  readonly takenPerMille: number | null
}

export interface RiskCauseView {
  readonly cause: string
  readonly mode: 'reducing' | 'halted'
  readonly title: string
  readonly reason: string
  /** "a person resumes", "the next trading day", … */
  readonly ends: string
  readonly sinceMs: number
  readonly untilMs: number | null
}

export interface PositionAlertView {
  readonly coin: string
  readonly kind: 'openTooLong' | 'noRestingStop' | 'nearLiquidation'
  readonly message: string
  readonly sinceMs: number
}

/** Everything on the risk screen but the decisions. */
export interface RiskView {
  readonly profile: 'strict' | 'standard' | 'custom'
  /** The day's budget: used + atRisk + left = cap, or overshoot is more than nothing. */
  readonly day: {
    readonly dayKey: string
    readonly zone: string
    readonly cap: string
    readonly capFrom: 'share of equity' | 'dollar amount'
    readonly used: string
    readonly atRisk: string
    readonly left: string
    /** Lost beyond the cap, by slippage past the reckoned, gaps or funding. */
    readonly overshoot: string
  } | null
  /** What was lost beyond a trade's worst case or a day's cap, in sentences to the cent; newest first. */
  readonly overshoots: readonly string[]
  readonly limits: readonly LimitView[]
  readonly causes: readonly RiskCauseView[]
  readonly alerts: readonly PositionAlertView[]
  /** Coins that have a price or a position, and those that are switched off. */
  readonly instruments: readonly { readonly coin: string; readonly isOn: boolean }[]
  /** Null in paper mode, or while the device was not asked to resume. */
  readonly resume: { readonly isAsking: boolean; readonly problem: string | null } | null
  readonly killHotkey: {
    /** As the system names it: "Control+Alt+Shift+K"; null is off. */
    readonly accelerator: string | null
    /** False: another program has it, or the system has none. */
    readonly isRegistered: boolean
  }
}

export type LimitInputsView = Readonly<Record<string, string>>

/** What the editor of limits starts with. */
export interface LimitSheetView {
  readonly profile: 'strict' | 'standard' | 'custom'
  readonly inputs: LimitInputsView
  readonly shipped: {
    readonly strict: LimitInputsView
    readonly standard: LimitInputsView
  }
  readonly fields: readonly {
    readonly name: string
    readonly label: string
    readonly rule: string
    readonly unit: string
    readonly isText: boolean
  }[]
}

/** What an edit would change, or why it cannot be. */
export interface LimitEditView {
  readonly problems: readonly {
    readonly field: string
    readonly value: string
    readonly allowed: string
  }[]
  readonly changes: readonly {
    readonly name: string
    readonly label: string
    readonly from: string
    readonly to: string
    readonly direction: 'tightened' | 'loosened' | 'neutral'
  }[]
  readonly profile: 'strict' | 'standard' | 'custom' | null
}
