import type { BrowserWindow, MessageBoxOptions } from 'electron'
import { app, dialog } from 'electron'
import { restingProtection } from '#core/engine/exits.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Mode } from '#core/model/signature.ts'
import { absolute } from '#core/money/amount.ts'
import { formatDecimal } from '#core/money/decimal.ts'

export interface HeldPosition {
  readonly coin: string
  readonly words: string
  readonly hasRestingStop: boolean
}

/** The open positions, and whether a stop rests at the venue that works without this program. */
export const heldPositions = (state: DeskState): HeldPosition[] =>
  [...state.book.positions.values()]
    .filter((position) => position.quantity !== 0n)
    .map((position) => ({
      coin: position.coin,
      words: `${position.quantity > 0n ? 'long' : 'short'} ${formatDecimal(absolute(position.quantity))} ${position.coin}`,
      hasRestingStop: restingProtection(state.book, position.coin, 'stop') !== null,
    }))

const KEEP_OPEN = 0
const HIDE = 1
const CLOSE = 2

const lineOf = ({ words, hasRestingStop }: HeldPosition): string =>
  `${words}: ${hasRestingStop ? 'its stop rests at the venue' : 'NO STOP rests at the venue'}`

/** What is asked before a window with open positions is closed. */
export function closeQuestion(positions: readonly HeldPosition[], mode: Mode): MessageBoxOptions {
  const bare = positions.filter((position) => !position.hasRestingStop).length
  const after =
    mode === 'paper'
      ? 'The paper exchange is part of this program: its prices stand still until you start again.'
      : 'Stops and targets at the venue go on working; strategies, alerts and the kill switch do not.'
  return {
    type: bare > 0 ? 'warning' : 'question',
    title: 'Countersign',
    message:
      positions.length === 1 ? 'A position is open.' : `${positions.length} positions are open.`,
    detail: `${positions.map(lineOf).join('\n')}\n\n${after}`,
    buttons: ['Keep open', 'Hide the window, go on watching', 'Close the desk'],
    defaultId: KEEP_OPEN,
    cancelId: KEEP_OPEN,
    noLink: true,
  }
}

/**
 * Asks before the window is closed while positions are open. A quit of the whole program (from the
 * system, a signal, a test) is not held up.
 */
export function askBeforeClosing(
  window: BrowserWindow,
  state: () => DeskState,
  mode: Mode,
): () => void {
  let isQuitting = false
  let isAsking = false
  const onQuit = (): void => {
    isQuitting = true
  }
  const ask = async (positions: readonly HeldPosition[]): Promise<void> => {
    const { response } = await dialog.showMessageBox(window, closeQuestion(positions, mode))
    isAsking = false
    if (response === HIDE) window.hide()
    if (response !== CLOSE) return
    isQuitting = true
    window.close()
  }
  const onClose = (event: Electron.Event): void => {
    if (isQuitting) return
    const positions = heldPositions(state())
    if (positions.length === 0) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    ask(positions).catch((cause: unknown) => {
      isAsking = false
      process.stderr.write(`The question before closing failed: ${String(cause)}\n`)
    })
  }
  app.on('before-quit', onQuit)
  window.on('close', onClose)
  return () => {
    app.off('before-quit', onQuit)
    if (!window.isDestroyed()) window.off('close', onClose)
  }
}
