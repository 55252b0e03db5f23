import type { SessionApproved } from '#core/engine/device-inputs.ts'
import type { SigningFailureCode } from '#core/model/device-error.ts'
import type { Signature } from '#core/model/signature.ts'
import type { Clock } from '../runtime/clock.ts'
import { SessionKey } from './session-key.ts'

/** The venue's limit for an agent's name, without its end. */
const NAME = 'countersign'
const HOUR_MS = 3_600_000
export const SESSION_HOURS_MAX = 24

/** What the owner approves on the device. */
export interface AgentApproval {
  readonly agentAddress: string
  readonly agentName: string
  readonly nonce: number
}

export type ApprovalSignature =
  | { readonly ok: true; readonly signature: Signature; readonly recoveredAddress: string }
  | { readonly ok: false; readonly code: SigningFailureCode; readonly message: string }

export type ApprovalAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly message: string }

export interface TradingSessionOptions {
  readonly clock: Clock
  /** Milliseconds that no action of this account has used. */
  readonly nextNonce: () => number
  /** 32 random bytes. */
  readonly drawSecret: () => Uint8Array
  /** Has the owner sign on the device. Never rejects. */
  readonly signApproval: (approval: AgentApproval) => Promise<ApprovalSignature>
  /** Nobody wants the approval of this key any more; the device may still ask for it. */
  readonly cancelApproval: (agentAddress: string) => void
  /** Sends the signed approval to the venue once. Never rejects. */
  readonly sendApproval: (approval: AgentApproval, signature: Signature) => Promise<ApprovalAnswer>
  readonly onApproved: (approved: SessionApproved) => void
  readonly onDropped: (reason: string) => void
  /** Something that the screen shows has changed. */
  readonly onChange: () => void
}

export type SessionStage = 'none' | 'onDevice' | 'sending' | 'active'

export interface SessionStatus {
  readonly stage: SessionStage
  readonly agentAddress: string | null
  readonly agentName: string | null
  readonly validUntilMs: number | null
  /** Why the last attempt led to nothing. */
  readonly problem: { readonly code: string; readonly message: string } | null
}

const NOTHING: SessionStatus = {
  stage: 'none',
  agentAddress: null,
  agentName: null,
  validUntilMs: null,
  problem: null,
}

/** Makes a session key, has it approved, holds it, and lets go of it. One at a time. */
export class TradingSession {
  readonly #options: TradingSessionOptions
  #key: SessionKey | null = null
  #status: SessionStatus = NOTHING

  constructor(options: TradingSessionOptions) {
    this.#options = options
  }

  get status(): SessionStatus {
    return this.#status
  }

  /** The approved key, while its time lasts. */
  get activeKey(): SessionKey | null {
    const { stage, validUntilMs } = this.#status
    if (stage !== 'active' || validUntilMs === null) return null
    return this.#options.clock.wallMs() < validUntilMs ? this.#key : null
  }

  /** Asks the device; what comes of it shows in the status. Does nothing while one is under way. */
  async start(hours: number): Promise<void> {
    if (this.#status.stage !== 'none') return
    const { clock, drawSecret, nextNonce } = this.#options
    const nowMs = Math.floor(clock.wallMs())
    const validUntilMs = nowMs + Math.min(Math.max(1, hours), SESSION_HOURS_MAX) * HOUR_MS
    const key = new SessionKey(drawSecret)
    const agentName = `${NAME} valid_until ${validUntilMs}`
    const approval = { agentAddress: key.address, agentName, nonce: nextNonce() }
    this.#key = key
    this.#show({
      ...NOTHING,
      stage: 'onDevice',
      agentAddress: key.address,
      agentName,
      validUntilMs,
    })
    await this.#approve(key, approval, validUntilMs)
  }

  /** Overwrites the key at once. The venue is not asked: an address without its key is nobody. */
  end(reason: string): void {
    const { stage } = this.#status
    this.#forget(null)
    if (stage === 'active') this.#options.onDropped(reason)
  }

  /** The desk has ended the session already: only the key goes. */
  drop(): void {
    this.#forget(null)
  }

  async #approve(key: SessionKey, approval: AgentApproval, validUntilMs: number): Promise<void> {
    const signed = await this.#options.signApproval(approval)
    if (key.isWiped) return
    if (!signed.ok) {
      this.#forget({ code: signed.code, message: signed.message })
      return
    }
    const { signature, recoveredAddress } = signed
    this.#show({ ...this.#status, stage: 'sending' })
    const answer = await this.#options.sendApproval(approval, signature)
    if (key.isWiped) return
    if (!answer.ok) {
      this.#forget({ code: 'venue', message: answer.message })
      return
    }
    this.#show({ ...this.#status, stage: 'active' })
    const approved = { ...approval, validUntilMs, signature, recoveredAddress }
    this.#options.onApproved({ kind: 'sessionApproved', ...approved })
  }

  #forget(problem: SessionStatus['problem']): void {
    const isAsking = this.#status.stage === 'onDevice' && problem === null
    const address = this.#key?.address
    this.#key?.wipe()
    this.#key = null
    if (isAsking && address !== undefined) this.#options.cancelApproval(address)
    this.#show({ ...NOTHING, problem })
  }

  #show(status: SessionStatus): void {
    this.#status = status
    this.#options.onChange()
  }
}
