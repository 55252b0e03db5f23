import type { SignAction } from '#core/engine/effects.ts'
import type { Emit, SignerPort, SignOutcome } from '../runtime/ports.ts'
import type { SessionKey } from './session-key.ts'

/** The signer's own word on the bytes, apart from the engine's on the terms. */
export type SessionCheck =
  | { readonly ok: true; readonly connectionId: string; readonly digest: Uint8Array }
  | { readonly ok: false; readonly reason: string }

export interface SessionSignerOptions {
  readonly device: SignerPort
  readonly activeKey: () => SessionKey | null
  readonly check: (request: SignAction) => SessionCheck
  /** The engine allowed what the check refuses: the device is asked, and somebody should know. */
  readonly onRefused: (reason: string) => void
}

/**
 * The device, with the session key before it: what both the engine and the check on the bytes
 * allow is signed by the key at once, everything else is asked on the device.
 */
export function createSessionSigner(options: SessionSignerOptions): SignerPort {
  const { device, activeKey, check, onRefused } = options

  const bySession = (request: SignAction): SignOutcome | null => {
    const key = request.signWith === 'session' ? activeKey() : null
    if (key === null) return null
    const checked = check(request)
    if (!checked.ok) {
      onRefused(checked.reason)
      return null
    }
    const signature = key.sign(checked.digest)
    const { connectionId } = checked
    return { ok: true, signature, recoveredAddress: key.address, connectionId }
  }

  return {
    sign: async (request) => bySession(request) ?? device.sign(request),
    signStatement: (requestId, statement) => device.signStatement(requestId, statement),
    cancel: (ticketId, attempt) => device.cancel(ticketId, attempt),
    getAddress: (derivationPath, verify) => device.getAddress(derivationPath, verify),
    start: (emit: Emit) => device.start(emit),
    stop: () => device.stop(),
  }
}
