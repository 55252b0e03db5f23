import type { DeviceModel } from './device-settings.ts'

export type ScreenButton = 'left' | 'right' | 'both'

/** Something to touch on a touch screen; a hold must last a second and a half. */
export interface ScreenAction {
  readonly id: string
  readonly label: string
  readonly gesture: 'tap' | 'hold'
}

/** What the device shows at this moment and what its owner can do. */
export interface ScreenState {
  readonly model: DeviceModel
  readonly kind: 'off' | 'locked' | 'home' | 'review' | 'notice'
  readonly title: string
  /** Everything but the title as one text. */
  readonly text: string
  /** The lines as the screen breaks them, title included, in reading order. */
  readonly lines: readonly string[]
  readonly pageIndex: number
  readonly pageCount: number
  /** What each button of a Nano does now; null where it does nothing. */
  readonly buttons: Readonly<Record<ScreenButton, string | null>>
  /** Empty on a Nano. */
  readonly actions: readonly ScreenAction[]
}

/** What a press, a tap or a hold brings about. */
export type ScreenCommand =
  | 'next'
  | 'previous'
  | 'continue'
  | 'accept'
  | 'reject'
  | 'askReject'
  | 'askSkip'
  | 'skip'
  | 'goBack'
  | 'openSettings'
  | 'closeSettings'
  | 'toggleBlindSigning'
  | 'toggleRawMessages'
  | 'quitApp'
  | 'openApp'
  | 'dismiss'

export interface PageAction extends ScreenAction {
  readonly command: ScreenCommand
}

/** One page of a flow, for either kind of device. */
export interface Page {
  readonly title: string
  readonly text: string
  readonly lines: readonly string[]
  /** What both buttons do, with its words. */
  readonly both?: { readonly label: string; readonly command: ScreenCommand }
  readonly actions: readonly PageAction[]
}

/** The pages of one question; the extra sets are entered by `askReject` and `askSkip`. */
export interface PageFlow {
  readonly warning: readonly Page[]
  readonly main: readonly Page[]
  readonly confirmReject: readonly Page[]
  readonly confirmSkip: readonly Page[]
}
