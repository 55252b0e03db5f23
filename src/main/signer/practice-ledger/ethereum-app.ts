import { keccak_256 } from '@noble/hashes/sha3.js'
import { addressAnswer } from './address-answer.ts'
import {
  addressReview,
  hashPair,
  hashPairs,
  messageReview,
  TRANSACTION_CHECK_QUESTION,
  typedReview,
} from './app-reviews.ts'
import { ByteReader } from './byte-reader.ts'
import { concatBytes, toUnsigned } from './bytes-format.ts'
import type { CommandApdu } from './command-apdu.ts'
import { parseApdu } from './command-apdu.ts'
import type { DeviceModel, DeviceSettings } from './device-settings.ts'
import { isTouch } from './device-settings.ts'
import type { Keyring } from './keyring.ts'
import { readPath } from './keyring.ts'
import { PersonalMessage } from './personal-message.ts'
import type { Review, ReviewPair, ReviewScreen } from './review.ts'
import { reply, STATUS, StatusError } from './status-word.ts'
import type { SigningPolicy } from './typed-data-policy.ts'
import type { CompletedHash } from './typed-data-session.ts'
import { TypedDataSession } from './typed-data-session.ts'
import { isOutOfScope, statusOfUnsupported } from './unsupported-commands.ts'

const CLASS = 0xe0
const EIP_712_PREFIX = Uint8Array.of(0x19, 0x01)
export interface EthereumAppOptions {
  readonly keyring: Keyring
  readonly screen: ReviewScreen
  readonly policy: SigningPolicy
  readonly model: () => DeviceModel
  readonly settings: () => DeviceSettings
  readonly changeSettings: (changed: Partial<DeviceSettings>) => void
  /** "1.22.0": the three numbers of the configuration answer. */
  readonly version: readonly [number, number, number]
}

type Answer = Uint8Array | null
type AppState = 'idle' | 'message' | 'typedData'

/**
 * The Ethereum app 1.22 as its firmware behaves towards a host: one command in, one answer out,
 * where an answer may wait for the owner.
 */
export class EthereumApp {
  readonly #options: EthereumAppOptions
  #state: AppState = 'idle'
  #typedData: TypedDataSession | null = null
  #message: PersonalMessage | null = null
  #domainHash: Uint8Array | null = null
  #messageHash: Uint8Array | null = null
  #challenge = 0
  /** Request and answer share one buffer in the app, and so do their left-overs. */
  readonly #buffer = new Uint8Array(1024)
  #answerLength = 0

  constructor(options: EthereumAppOptions) {
    this.#options = options
  }

  /** Never rejects but for a device that was unplugged while the owner was asked. */
  async handle(bytes: Uint8Array): Promise<Uint8Array> {
    this.#buffer.set(bytes.subarray(0, this.#buffer.length))
    const apdu = parseApdu(bytes)
    if (!apdu) return this.#answerBadLength()
    let waited = false
    const answer = await this.#run(apdu, () => {
      waited = true
    })
    this.#buffer.set(answer)
    this.#answerLength = waited ? 0 : answer.length
    return answer
  }

  /** As after a power cut: nothing of a message that was under way is left. */
  reset(): void {
    this.#resetContext()
    this.#typedData = null
  }

  /** The app forgets to clear the length of its last answer, so that answer's length comes along. */
  #answerBadLength(): Uint8Array {
    this.#resetContext()
    const leftOver = Math.min(this.#answerLength, this.#buffer.length - 2)
    const answer = reply(this.#buffer.slice(0, leftOver), STATUS.wrongLength)
    this.#buffer.set(answer)
    this.#answerLength = answer.length
    return answer
  }

  async #run(apdu: CommandApdu, waits: () => void): Promise<Uint8Array> {
    try {
      return reply(await this.#dispatch(apdu, waits), STATUS.ok)
    } catch (cause) {
      if (!(cause instanceof StatusError)) throw cause
      if (cause.status !== STATUS.notImplemented) this.#resetContext()
      return reply(null, cause.status)
    }
  }

  async #dispatch(apdu: CommandApdu, waits: () => void): Promise<Answer> {
    if (apdu.cla !== CLASS) throw new StatusError(STATUS.unknownClass)
    switch (apdu.ins) {
      case 0x02:
        return this.#getAddress(apdu, waits)
      case 0x06:
        return this.#getConfiguration()
      case 0x08:
        return this.#signPersonal(apdu, waits)
      case 0x0c:
        return this.#signTypedData(apdu, waits)
      case 0x1a:
        return this.#inTypedData((session) => session.define(apdu.p2, apdu.data), true)
      case 0x1c:
        return this.#inTypedData((session) => {
          this.#keepHash(session.implement(apdu.p1, apdu.p2, apdu.data))
        })
      case 0x1e:
        return this.#inTypedData((session) => session.filter(apdu.p2))
      case 0x20:
        return this.#getChallenge()
      case 0x32:
        return this.#transactionCheck(apdu, waits)
      default:
        return this.#refuse(apdu.ins)
    }
  }

  #refuse(ins: number): never {
    if (isOutOfScope(ins)) {
      this.#options.screen.notify({
        title: 'Not on this device',
        text: 'The practice Ledger signs messages, no transactions.',
      })
    }
    throw new StatusError(statusOfUnsupported(ins))
  }

  async #getAddress(apdu: CommandApdu, waits: () => void): Promise<Answer> {
    this.#resetContext()
    if (apdu.p1 > 1 || apdu.p2 > 1) throw new StatusError(STATUS.wrongP1P2)
    const reader = new ByteReader(apdu.data)
    const path = readPath(reader)
    const key = this.#options.keyring.derive(path)
    const chainId = reader.remaining >= 8 ? toUnsigned(reader.take(8)) : 1n
    if (reader.remaining > 0) throw new StatusError(STATUS.invalidData)
    if (apdu.p1 === 1) {
      waits()
      await this.#ask(addressReview(key, chainId))
    }
    return addressAnswer(key, apdu.p2 === 1)
  }

  #getConfiguration(): Answer {
    const settings = this.#options.settings()
    const checks = isTouch(this.#options.model())
      ? (settings.transactionCheck ? 0x10 : 0) | (settings.transactionCheckAsked ? 0x20 : 0)
      : 0
    return Uint8Array.of(
      (settings.blindSigning ? 0x01 : 0) | 0x02 | checks,
      ...this.#options.version,
    )
  }

  async #signPersonal(apdu: CommandApdu, waits: () => void): Promise<Answer> {
    if (apdu.p1 === 0x00) {
      if (this.#state !== 'idle') throw new StatusError(STATUS.commandNotAllowed)
      this.#state = 'message'
      this.#message = new PersonalMessage(apdu.data)
    } else if (apdu.p1 === 0x80) {
      if (this.#state !== 'message' || !this.#message) throw new StatusError(STATUS.invalidData)
      this.#message.add(apdu.data)
    } else {
      throw new StatusError(STATUS.wrongP1P2)
    }
    if (!this.#message.isComplete) return null
    const message = this.#message
    const review = messageReview(message.text())
    waits()
    await this.#ask(review)
    const signature = this.#options.keyring.derive(message.path).sign(message.digest())
    this.#resetContext()
    return signature
  }

  async #signTypedData(apdu: CommandApdu, waits: () => void): Promise<Answer> {
    if (apdu.p2 === 0x00) return this.#signHashes(apdu, waits)
    if (apdu.p2 !== 0x01) throw new StatusError(STATUS.wrongP1P2)
    const session = this.#typedData
    if (!session) throw new StatusError(STATUS.commandNotAllowed)
    try {
      return await this.#signFull(session, apdu.data, waits)
    } finally {
      this.#typedData = null
      this.#resetContext()
    }
  }

  async #signFull(
    session: TypedDataSession,
    data: Uint8Array,
    waits: () => void,
  ): Promise<Uint8Array> {
    const [domainHash, messageHash] = [this.#domainHash, this.#messageHash]
    if (!domainHash || !messageHash || session.isPending) throw new StatusError(STATUS.invalidData)
    if (session.isFiltered) throw new StatusError(STATUS.referenceNotFound)
    const path = readPath(new ByteReader(data))
    this.#obey(this.#options.policy.refuseTypedData(session.leaves))
    const hidden = isTouch(this.#options.model()) || this.#options.settings().rawMessages
    const pairs = hidden ? session.pairs : [...session.pairs, hashPair('Message hash', messageHash)]
    waits()
    await this.#ask(
      typedReview('typedMessage', this.#withHashes(pairs), isTouch(this.#options.model())),
    )
    return this.#signDigest(path, domainHash, messageHash)
  }

  /** Hashed mode: refused unless blind signing is on. */
  async #signHashes(apdu: CommandApdu, waits: () => void): Promise<Answer> {
    if (apdu.p1 !== 0x00) throw new StatusError(STATUS.wrongP1P2)
    if (this.#state !== 'idle') this.#resetContext()
    this.#obey(this.#options.policy.refuseHashes())
    if (!this.#options.settings().blindSigning) {
      this.#demandBlindSigning()
      throw new StatusError(STATUS.invalidData)
    }
    const reader = new ByteReader(apdu.data)
    const path = readPath(reader)
    const domainHash = reader.take(32).slice()
    const messageHash = reader.take(32).slice()
    this.#state = 'typedData'
    waits()
    await this.#ask(
      typedReview(
        'hashedMessage',
        hashPairs(domainHash, messageHash),
        isTouch(this.#options.model()),
      ),
    )
    const signature = this.#signDigest(path, domainHash, messageHash)
    this.#resetContext()
    return signature
  }

  #signDigest(path: readonly number[], domainHash: Uint8Array, messageHash: Uint8Array) {
    const digest = keccak_256(concatBytes(EIP_712_PREFIX, domainHash, messageHash))
    return this.#options.keyring.derive(path).sign(digest)
  }

  #withHashes(pairs: readonly ReviewPair[]): readonly ReviewPair[] {
    if (!this.#options.settings().showHashes || !this.#domainHash || !this.#messageHash) {
      return pairs
    }
    const hashes = hashPairs(this.#domainHash, this.#messageHash)
    return [...pairs.filter((pair) => pair.title !== 'Message hash'), ...hashes]
  }

  /** Runs one step of a typed message; a refusal throws the whole message away. */
  #inTypedData(step: (session: TypedDataSession) => void, mayStart = false): Answer {
    if (!this.#typedData && mayStart) this.#typedData = this.#newSession()
    const session = this.#typedData
    if (!session) throw new StatusError(STATUS.commandNotAllowed)
    try {
      step(session)
    } catch (cause) {
      this.#typedData = null
      throw cause
    }
    return null
  }

  #newSession(): TypedDataSession {
    const shown = {
      isTouch: isTouch(this.#options.model()),
      rawMessages: this.#options.settings().rawMessages,
    }
    return new TypedDataSession(shown, () => this.#beginShowing())
  }

  #beginShowing(): void {
    if (this.#state === 'typedData') return
    const { blindSigning, rawMessages } = this.#options.settings()
    if (!blindSigning && !rawMessages) {
      this.#demandBlindSigning()
      throw new StatusError(STATUS.invalidData)
    }
    if (this.#state !== 'idle') this.#resetContext()
    this.#state = 'typedData'
  }

  #keepHash(completed: CompletedHash | null): void {
    if (completed?.root === 'domain') this.#domainHash = completed.hash
    if (completed?.root === 'message') this.#messageHash = completed.hash
  }

  #getChallenge(): Answer {
    this.#challenge += 1
    return keccak_256(Uint8Array.of(this.#challenge & 0xff, this.#challenge >> 8)).slice(0, 4)
  }

  /** Only the question whether to switch it on; descriptors for it are signed by Ledger's partner. */
  async #transactionCheck(apdu: CommandApdu, waits: () => void): Promise<Answer> {
    if (!isTouch(this.#options.model())) throw new StatusError(STATUS.unknownInstruction)
    if (apdu.p1 === 0x00) {
      const isOn = this.#options.settings().transactionCheck
      throw new StatusError(isOn ? STATUS.invalidData : STATUS.notImplemented)
    }
    if (apdu.p1 !== 0x01) throw new StatusError(STATUS.wrongP1P2)
    if (!this.#options.settings().transactionCheckAsked) {
      waits()
      const isWanted = await this.#options.screen.ask(TRANSACTION_CHECK_QUESTION)
      this.#options.changeSettings({ transactionCheck: isWanted, transactionCheckAsked: true })
    }
    return Uint8Array.of(this.#options.settings().transactionCheck ? 1 : 0)
  }

  async #ask(review: Review): Promise<void> {
    const isAccepted = await this.#options.screen.ask(review)
    if (!isAccepted) throw new StatusError(STATUS.rejected)
  }

  #obey(refusal: string | null): void {
    if (refusal === null) return
    this.#options.screen.notify({ title: 'Refused by practice policy', text: refusal })
    throw new StatusError(STATUS.invalidData)
  }

  #demandBlindSigning(): void {
    const touch = isTouch(this.#options.model())
    this.#options.screen.notify({
      title: touch ? 'This message cannot be clear-signed' : 'Blind signing must be enabled',
      text: touch ? 'Enable blind signing in the settings to sign it.' : 'in settings',
    })
  }

  /** What the app forgets after each refusal and each signature; a session's definitions outlive it. */
  #resetContext(): void {
    this.#state = 'idle'
    this.#message = null
    this.#domainHash = null
    this.#messageHash = null
  }
}
