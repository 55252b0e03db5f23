import { randomFillSync } from 'node:crypto'
import type { InputBody } from '#core/engine/inputs.ts'
import { sessionFacts } from '#core/engine/session-facts.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Mode } from '#core/model/signature.ts'
import { CUSTODY_REQUEST } from '../ipc/views/custody-view.ts'
import type { Clock } from '../runtime/clock.ts'
import type { SignerPort } from '../runtime/ports.ts'
import { createSessionSigner } from '../session/session-signer.ts'
import { TradingSession } from '../session/trading-session.ts'
import type { LedgerSigner } from '../signer/ledger-signer.ts'
import { checkForSession } from '../signer/session-check.ts'
import type { HyperliquidVenue } from '../venues/hyperliquid/hyperliquid-venue.ts'

export interface SessionSideOptions {
  readonly mode: Mode
  readonly clock: Clock
  readonly device: LedgerSigner
  readonly venue: () => HyperliquidVenue
  readonly warn: (sentence: string) => void
  readonly onChange: () => void
}

export interface SessionSide {
  readonly session: TradingSession
  /** The device with the session key before it. */
  readonly signer: SignerPort
  /** Once the desk stands; before that there is no session. */
  attach(desk: {
    readonly state: () => DeskState
    readonly enqueue: (body: InputBody) => void
  }): void
}

/** Joins the session key with the device, the venue and the engine's book. */
export function composeSession(options: SessionSideOptions): SessionSide {
  const { mode, clock, device, venue, warn, onChange } = options
  let state: (() => DeskState) | null = null
  let enqueue: (body: InputBody) => void = () => undefined
  const session = new TradingSession({
    clock,
    nextNonce: () => Math.max(Math.floor(clock.wallMs()), (state?.().book.lastNonce ?? 0) + 1),
    // Into the key's own buffer: there is no second copy that nobody would overwrite.
    drawSecret: () => randomFillSync(new Uint8Array(32)),
    signApproval: (approval) =>
      device.signStatement(`${CUSTODY_REQUEST}${approval.agentAddress}`, {
        kind: 'approveAgent',
        ...approval,
      }),
    cancelApproval: (agentAddress) => device.cancelStatement(`${CUSTODY_REQUEST}${agentAddress}`),
    sendApproval: (approval, signature) => venue().approveAgent({ ...approval, signature }),
    onApproved: (approved) => enqueue(approved),
    onDropped: (reason) => enqueue({ kind: 'sessionDropped', reason }),
    onChange,
  })
  const signer = createSessionSigner({
    device,
    activeKey: () => session.activeKey,
    check: (request) =>
      state === null
        ? { ok: false, reason: 'The desk does not stand yet.' }
        : checkForSession(
            mode,
            request,
            sessionFacts(state(), request.ticketId),
            venue().instruments(),
          ),
    onRefused: warn,
  })
  return {
    session,
    signer,
    attach(desk) {
      state = desk.state
      enqueue = desk.enqueue
    },
  }
}
