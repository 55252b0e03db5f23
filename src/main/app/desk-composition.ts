import type { WebContents } from 'electron'
import type { Clock } from '../runtime/clock.ts'
import type { Switches } from './switches.ts'

/** What the boot hands to `composeDesk` of compose.ts. */
export interface ComposeOptions {
  readonly switches: Switches
  /** Exists, belongs to this instance alone (single-instance lock), absolute. */
  readonly dataFolder: string
  /** Wall and monotonic time; a ManualClock when --manual-clock was given. */
  readonly clock: Clock
  /** Every page that may talk to the desk has a URL that begins with this: app://desk/. */
  readonly rendererUrl: string
  /** The window's page, or null before it is opened and after it is closed. */
  readonly page: () => WebContents | null
}

export interface Desk {
  /** Ends orderly before the application quits; the boot waits a bounded time for it. */
  stop(): Promise<void>
  /** A fault that nobody caught: halt trading, keep the log, show why. Must not throw. */
  onFault(fault: Error): void
}

/**
 * Wires store, signer, venue and screens. Resolves once the IPC handlers are registered and the
 * state is folded; the page is loaded right after, so connecting to the venue goes on behind it.
 * Rejects with one plain sentence when the desk cannot open.
 */
export type ComposeDesk = (options: ComposeOptions) => Promise<Desk>
