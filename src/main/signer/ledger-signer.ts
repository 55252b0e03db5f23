import type { DriverSetting } from '#contract/driver-setting.ts'
import type { DeviceState } from '#core/engine/device-inputs.ts'
import { signingRequestId } from '#core/engine/device-inputs.ts'
import type { SignAction } from '#core/engine/effects.ts'
import type { SigningFailureCode } from '#core/model/device-error.ts'
import { withDeviceCode } from '#core/model/error-codes.ts'
import type { Instrument } from '#core/model/instrument.ts'
import type { Mode, Signature } from '#core/model/signature.ts'
import type { Clock, Timer } from '../runtime/clock.ts'
import type { Emit, SignerPort, SignOutcome } from '../runtime/ports.ts'
import type { AllowedTypedData, Statement } from './allowed-typed-data.ts'
import { agentTypedData, isAllowedTypedData, statementTypedData } from './allowed-typed-data.ts'
import type { DeviceResult } from './device-queue.ts'
import { DeviceQueue } from './device-queue.ts'
import type { DeviceDriver, OpenDriver } from './drivers/device-driver.ts'
import { openDriverBy } from './drivers/open-driver.ts'
import { recoverSigner, sameAddress } from './recover-signer.ts'
import { DeviceFailure } from './transports/device-failure.ts'
import type { TransportChoice, TransportFor } from './transports/transport-choice.ts'
import { refuseEmulatorOnMainnet } from './transports/transport-choice.ts'
import { verifyAction } from './verify-action.ts'

/** Longer than the longest life of an action (300 s), so the expiry decides and not this. */
const REQUEST_TIMEOUT_MS = 320_000
const PROBE_TIMEOUT_MS = 5000
const PROBE_EVERY_MS = 5000
const PROBE_ID = 'probe'

export interface LedgerSignerOptions<M extends Mode> {
  readonly mode: M
  readonly transport: TransportFor<M>
  readonly clock: Clock
  /** Which library speaks to the device, asked for each new line; `automatic` without it. */
  readonly driver?: () => DriverSetting
  /** The account whose key must sign; null until one is set up. */
  readonly account: () => string | null
  readonly derivationPath: () => string
  /** The venue's list, to read coins out of asset numbers. */
  readonly instruments: () => readonly Instrument[]
}

/** A statement that the owner signed, with who it was. */
export type StatementOutcome =
  | {
      readonly ok: true
      readonly signature: Signature
      readonly recoveredAddress: string
      readonly typedData: AllowedTypedData
    }
  | { readonly ok: false; readonly code: SigningFailureCode; readonly message: string }

const failure = (code: SigningFailureCode, message: string) => ({
  ok: false as const,
  code,
  message: withDeviceCode(code, message),
})

const CODE_STATES: Partial<Record<SigningFailureCode, DeviceState>> = {
  unplugged: 'absent',
  locked: 'locked',
  busyElsewhere: 'busy',
  busy: 'busy',
  noApp: 'unknown',
  wrongApp: 'unknown',
  driverFault: 'unknown',
}

/** The hardware wallet behind the signer port, whatever line leads to it. */
export class LedgerSigner implements SignerPort {
  readonly #mode: Mode
  readonly #options: Omit<LedgerSignerOptions<Mode>, 'transport' | 'mode'>
  readonly #queue: DeviceQueue
  #emit: Emit | null = null
  #probeTimer: Timer | null = null
  #state: DeviceState = 'unknown'
  #reason = ''

  /** Use `createLedgerSigner`: it keeps emulators away from mainnet. */
  constructor(
    mode: Mode,
    open: OpenDriver,
    options: Omit<LedgerSignerOptions<Mode>, 'transport' | 'mode'>,
  ) {
    this.#mode = mode
    this.#options = options
    this.#queue = new DeviceQueue(options.clock, open)
  }

  async start(emit: Emit): Promise<void> {
    this.#emit = emit
    // What was learnt before anyone listened, as when the account was asked for.
    if (this.#state !== 'unknown') {
      emit({ kind: 'deviceStateChanged', state: this.#state, reason: this.#reason })
    }
    await this.#probe()
  }

  async stop(): Promise<void> {
    this.#emit = null
    this.#probeTimer?.cancel()
    await this.#queue.stop()
  }

  cancel(ticketId: string, attempt: number): void {
    this.#queue.cancel(signingRequestId(ticketId, attempt))
  }

  /** Calls off a statement that waits, or stops waiting for the one on the device. */
  cancelStatement(id: string): void {
    this.#queue.cancel(id)
  }

  async sign(request: SignAction): Promise<SignOutcome> {
    const verification = verifyAction(request, this.#options.instruments())
    if (!verification.ok) return failure('termsMismatch', verification.reason)
    const { connectionId } = verification
    const typedData = agentTypedData(this.#mode, connectionId)
    const { ticketId, attempt } = request
    const signed = await this.#signAllowed(
      signingRequestId(ticketId, attempt),
      typedData,
      (signature, recoveredAddress) => {
        const answer = { signature, recoveredAddress, connectionId }
        this.#emit?.({ kind: 'signatureReturned', ticketId, attempt, ...answer })
      },
    )
    if (!signed.ok) return signed
    const { signature, recoveredAddress } = signed
    return { ok: true, signature, recoveredAddress, connectionId }
  }

  /** Signs something that is no order: the session key's approval, a resume, the practice message. */
  async signStatement(id: string, statement: Statement): Promise<StatementOutcome> {
    let typedData: AllowedTypedData
    try {
      typedData = statementTypedData(this.#mode, statement)
    } catch (cause) {
      return failure('policyRefused', cause instanceof Error ? cause.message : String(cause))
    }
    const signed = await this.#signAllowed(id, typedData)
    return signed.ok ? { ...signed, typedData } : signed
  }

  async getAddress(
    derivationPath: string,
    verify: boolean,
  ): Promise<
    | { readonly ok: true; readonly address: string }
    | { readonly ok: false; readonly code: SigningFailureCode; readonly message: string }
  > {
    if (!isPath(derivationPath)) {
      return failure(
        'wrongAccount',
        `"${derivationPath}" is no derivation path such as 44'/60'/0'/0/0.`,
      )
    }
    const result = await this.#queue.run({
      id: `address ${derivationPath}`,
      timeoutMs: REQUEST_TIMEOUT_MS,
      run: async (driver) => {
        await driver.checkApp()
        return driver.getAddress(derivationPath, verify)
      },
    })
    this.#learn(result)
    if (!result.ok) return failure(result.failure.code, result.failure.message)
    return { ok: true, address: result.value }
  }

  async #signAllowed(
    id: string,
    typedData: AllowedTypedData,
    onLate: (signature: Signature, recoveredAddress: string) => void = () => undefined,
  ) {
    const account = this.#options.account()
    if (account === null) {
      return failure(
        'wrongAccount',
        'No account is set up. Connect the Ledger and choose one first.',
      )
    }
    if (!isAllowedTypedData(typedData)) {
      return failure('policyRefused', 'This is nothing that the desk lets a Ledger sign.')
    }
    const result = await this.#queue.run({
      id,
      timeoutMs: REQUEST_TIMEOUT_MS,
      run: (driver) => this.#askDevice(driver, id, account, typedData),
      onLate: (signature) => {
        const late = this.#recovered(typedData, signature, account)
        if (late.ok) onLate(late.signature, late.recoveredAddress)
      },
    })
    this.#learn(result)
    if (!result.ok) return failure(result.failure.code, result.failure.message)
    return this.#recovered(typedData, result.value, account)
  }

  async #askDevice(
    driver: DeviceDriver,
    requestId: string,
    account: string,
    typedData: AllowedTypedData,
  ): Promise<Signature> {
    const path = this.#options.derivationPath()
    await driver.checkApp()
    const address = await driver.getAddress(path, false)
    if (!sameAddress(address, account)) {
      throw new DeviceFailure(
        'wrongAccount',
        `This Ledger's account is ${address}, the desk trades ${account}. Connect the right Ledger.`,
      )
    }
    return driver.signTypedData(path, typedData, (question) => {
      this.#emit?.({ kind: 'deviceQuestionAsked', requestId, question })
    })
  }

  /** Nothing is believed that does not recover to the account. */
  #recovered(typedData: AllowedTypedData, signature: Signature, account: string) {
    const recoveredAddress = recoverSigner(typedData, signature)
    if (recoveredAddress === null) {
      return failure('driverFault', 'The Ledger answered something that is no signature.')
    }
    if (!sameAddress(recoveredAddress, account)) {
      return failure(
        'wrongAccount',
        `The signature is of ${recoveredAddress}, not of ${account}. It was thrown away.`,
      )
    }
    return { ok: true as const, signature, recoveredAddress }
  }

  /** Looks whether the device is there, without asking its owner anything. */
  async #probe(): Promise<void> {
    // While the device is fine it is left alone, so that other programs can have it.
    if (this.#state !== 'ready' && this.#queue.isIdle) {
      const run = (driver: DeviceDriver) => driver.checkApp()
      this.#learn(await this.#queue.run({ id: PROBE_ID, timeoutMs: PROBE_TIMEOUT_MS, run }))
    }
    if (!this.#emit) return
    this.#probeTimer = this.#options.clock.setTimer(PROBE_EVERY_MS, () => {
      this.#probe().catch((cause: unknown) => {
        this.#announce('unknown', `The Ledger cannot be looked for: ${String(cause)}`)
      })
    })
  }

  #learn(result: DeviceResult<unknown>): void {
    if (!result.ok && ['canceled', 'timeout'].includes(result.failure.code)) return
    const state = result.ok ? 'ready' : (CODE_STATES[result.failure.code] ?? 'ready')
    const reason = result.ok || state === 'ready' ? '' : result.failure.message
    this.#announce(state, reason)
  }

  #announce(state: DeviceState, reason: string): void {
    if (state === this.#state && reason === this.#reason) return
    this.#state = state
    this.#reason = reason
    this.#emit?.({ kind: 'deviceStateChanged', state, reason })
  }
}

const isPath = (path: string): boolean => /^\d{1,10}'?(\/\d{1,10}'?){1,9}$/.test(path)

/**
 * The signer of one desk. On mainnet only USB is accepted: the compiler refuses an emulator there,
 * and so does this function, with a plain sentence.
 */
export function createLedgerSigner<M extends Mode>(options: LedgerSignerOptions<M>): LedgerSigner {
  const { mode, transport, ...rest } = options
  const choice: TransportChoice = transport
  refuseEmulatorOnMainnet(mode, choice)
  const open = openDriverBy(options.driver ?? (() => 'automatic'), choice)
  return new LedgerSigner(mode, open, rest)
}
