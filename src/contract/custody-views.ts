import type { DriverSetting } from './driver-setting.ts'

export interface PracticeLedgerView {
  readonly model: string
  readonly title: string
  readonly text: string
  readonly pageIndex: number
  readonly pageCount: number
  /** What the two buttons do now, for the labels and for screen readers. */
  readonly left: string
  readonly right: string
  readonly both: string
  readonly isBusy: boolean
}

/** The trading session: a key in memory that the owner approved on the device for a time. */
export interface SessionView {
  readonly stage: 'none' | 'onDevice' | 'sending' | 'active'
  readonly agentAddress: string | null
  /** As the device shows it. */
  readonly agentName: string | null
  readonly startedMs: number | null
  /** Wall time. */
  readonly validUntilMs: number | null
  /** After a kill: it ends as soon as what the kill sent is signed. */
  readonly isEnding: boolean
  /** Why the last approval led to nothing, and what to do. */
  readonly problem: { readonly code: string; readonly message: string } | null
  /** Why the last session ended. */
  readonly lastEnding: string | null
}

export interface CustodyView {
  readonly accountAddress: string | null
  readonly derivationPath: string | null
  readonly session: SessionView
  readonly driver: {
    readonly setting: DriverSetting
    /** True when the command line says it: then the setting changes nothing before the next start. */
    readonly isFixed: boolean
  }
  /** What the device asked its owner last for a request of the Ledger screen. */
  readonly deviceQuestion: 'transactionCheck' | 'review' | null
}
