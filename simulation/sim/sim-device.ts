import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { SignAction } from '#core/engine/effects.ts'
import type { Signature } from '#core/model/signature.ts'
import type { Clock } from '../../src/main/runtime/clock.ts'
import type { Emit, SignerPort, SignOutcome } from '../../src/main/runtime/ports.ts'
import { agentTypedData } from '../../src/main/signer/allowed-typed-data.ts'
import { digestOf } from '../../src/main/signer/recover-signer.ts'
import { verifyAction } from '../../src/main/signer/verify-action.ts'
import { INSTRUMENTS } from './sim-market.ts'
import type { SimRandom } from './sim-random.ts'
import { standInSignature } from './stand-in-signature.ts'

/** A key that is worth nothing: everybody can read it here. */
const PRIVATE_KEY = hexToBytes('11'.repeat(32))
export const SIM_ADDRESS = `0x${bytesToHex(
  keccak_256(secp256k1.getPublicKey(PRIVATE_KEY, false).subarray(1)).subarray(12),
)}`

type ConnectionId = Parameters<typeof agentTypedData>[1]

/** So many signatures of a seed are real. */
const REAL_SIGNATURES = 2

type Mood = 'press' | 'reject' | 'late' | 'unplugged' | 'locked'

export interface SimDeviceOptions {
  readonly random: SimRandom
  readonly clock: Clock
  readonly stir: () => void
  /** What was signed: r and s together, and the hash that they stand for. */
  readonly signed: Map<string, string>
  readonly onFault: () => void
  readonly isCalm: () => boolean
}

/** The device with its owner: real signatures, human delays, rejections and pulled cables. */
export class SimDevice implements SignerPort {
  readonly #options: SimDeviceOptions
  readonly #waiting: { id: string; begin: () => void; fail: (message: string) => void }[] = []
  #current: { id: string; fail: (message: string) => void } | null = null

  constructor(options: SimDeviceOptions) {
    this.#options = options
  }

  async start(emit: Emit): Promise<void> {
    emit({ kind: 'deviceStateChanged', state: 'ready', reason: '' })
  }

  async stop(): Promise<void> {
    this.#waiting.length = 0
  }

  async getAddress(): Promise<{ ok: true; address: string }> {
    return { ok: true, address: SIM_ADDRESS }
  }

  async signStatement(): Promise<{ ok: false; code: 'policyRefused'; message: string }> {
    return { ok: false, code: 'policyRefused', message: 'On paper nothing else is signed.' }
  }

  cancel(ticketId: string, attempt: number): void {
    const id = `${ticketId}#${attempt}`
    const place = this.#waiting.findIndex((entry) => entry.id === id)
    if (place >= 0) this.#waiting.splice(place, 1)[0]?.fail('Canceled before it was asked.')
    else if (this.#current?.id === id) this.#current.fail('Canceled.')
  }

  sign(request: SignAction): Promise<SignOutcome> {
    const verification = verifyAction(request, INSTRUMENTS)
    if (!verification.ok) {
      const { reason: message } = verification
      return Promise.resolve({ ok: false, code: 'termsMismatch', message })
    }
    const { connectionId } = verification
    return new Promise((resolve) => {
      let isSettled = false
      const settle = (outcome: SignOutcome): void => {
        if (isSettled) return
        isSettled = true
        if (this.#current?.id === id) this.#current = null
        resolve(outcome)
        this.#options.stir()
        this.#next()
      }
      const id = `${request.ticketId}#${request.attempt}`
      const fail = (message: string): void => settle({ ok: false, code: 'canceled', message })
      const begin = (): void => {
        this.#current = { id, fail }
        this.#ask(connectionId, settle)
      }
      this.#waiting.push({ id, begin, fail })
      this.#next()
    })
  }

  #next(): void {
    if (this.#current === null) this.#waiting.shift()?.begin()
  }

  #ask(connectionId: ConnectionId, settle: (o: SignOutcome) => void): void {
    const { random, clock, isCalm, onFault } = this.#options
    const mood: Mood = isCalm() ? 'press' : this.#drawMood()
    if (mood === 'unplugged' || mood === 'locked') {
      onFault()
      clock.setTimer(random.whole(200, 4_000), () =>
        settle({ ok: false, code: mood, message: `The device is ${mood}.` }),
      )
      return
    }
    const delayMs = mood === 'late' ? this.#lateMs() : random.whole(1_500, 25_000)
    clock.setTimer(delayMs, () => {
      if (mood === 'reject') {
        settle({ ok: false, code: 'rejectedOnDevice', message: 'Rejected on the device.' })
      } else settle(this.#press(connectionId))
    })
  }

  /** Half of those who are late press in the last seconds, or just after them. */
  #lateMs(): number {
    const { random } = this.#options
    return random.chance(0.5) ? random.whole(117_000, 121_500) : random.whole(90_000, 200_000)
  }

  #drawMood(): Mood {
    const roll = this.#options.random.share()
    if (roll < 0.8) return 'press'
    if (roll < 0.87) return 'reject'
    if (roll < 0.93) return 'late'
    return roll < 0.97 ? 'unplugged' : 'locked'
  }

  #press(connectionId: ConnectionId): SignOutcome {
    const { signed } = this.#options
    const signature =
      signed.size < REAL_SIGNATURES ? signReally(connectionId) : standInSignature(connectionId)
    signed.set(signature.r + signature.s, connectionId)
    // The monitor finds the signer by itself.
    return { ok: true, signature, recoveredAddress: SIM_ADDRESS, connectionId }
  }
}

function signReally(connectionId: ConnectionId): Signature {
  const digest = hexToBytes(digestOf(agentTypedData('paper', connectionId)).slice(2))
  const bytes = secp256k1.sign(digest, PRIVATE_KEY, { prehash: false, format: 'recovered' })
  return {
    r: `0x${bytesToHex(bytes.subarray(1, 33))}`,
    s: `0x${bytesToHex(bytes.subarray(33, 65))}`,
    v: bytes[0] === 0 ? 27 : 28,
  }
}
