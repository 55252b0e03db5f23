import type {
  DeviceActionIntermediateValue,
  DmkError,
  ExecuteDeviceActionReturnType,
} from '@ledgerhq/device-management-kit'
import type { SignerEth } from '@ledgerhq/device-signer-kit-ethereum'
import type { Signature } from '#core/model/signature.ts'
import type { AllowedTypedData } from '../../allowed-typed-data.ts'
import { DeviceFailure, unplugged } from '../../transports/device-failure.ts'
import type { TransportChoice } from '../../transports/transport-choice.ts'
import { explainLoad } from '../../transports/usb-transport.ts'
import { checkAppName, checkedAddress, checkedSignature } from '../device-answers.ts'
import type { DeviceDriver, OnQuestion } from '../device-driver.ts'
import type { DeviceStep } from '../explain-failure.ts'
import { explainFailure, explainStatus, RAW_MESSAGES_SENTENCE } from '../explain-failure.ts'
import { emptyContext } from './empty-context.ts'
import type { KitLine } from './kit-line.ts'
import { openKitLine } from './kit-line.ts'
import type { KitModules } from './load-kit.ts'
import { loadKit } from './load-kit.ts'

const APP_AND_VERSION = Uint8Array.of(0xb0, 0x01, 0x00, 0x00, 0x00)
const OK = 0x9000

/** What every action of the kit tells while it runs. */
interface Interaction {
  readonly requiredUserInteraction: string
}
type Action<Output, Middle extends DeviceActionIntermediateValue> = ExecuteDeviceActionReturnType<
  Output,
  DmkError,
  Middle
>

/** Ledger's Device Management Kit, cut off from Ledger's servers. */
export class KitDriver implements DeviceDriver {
  readonly name = 'kit'
  readonly #modules: KitModules
  readonly #line: KitLine
  readonly #signer: SignerEth

  constructor(modules: KitModules, line: KitLine) {
    this.#modules = modules
    this.#line = line
    this.#signer = new modules.signer.SignerEthBuilder({ dmk: line.kit, sessionId: line.sessionId })
      .withContextModule(emptyContext)
      .build()
  }

  /** Rejects with DeviceFailure. */
  static async open(choice: TransportChoice): Promise<KitDriver> {
    let modules: KitModules
    try {
      modules = await loadKit()
    } catch (cause) {
      throw explainLoad(cause)
    }
    return new KitDriver(modules, await openKitLine(modules, choice))
  }

  async checkApp(): Promise<void> {
    const { kit, sessionId } = this.#line
    const answer = await this.#explained('app', () =>
      kit.sendApdu({ sessionId, apdu: APP_AND_VERSION }),
    )
    const [high = 0, low = 0] = answer.statusCode
    const status = (high << 8) | low
    if (status !== OK) throw explainStatus(status, 'app')
    checkAppName(answer.data)
  }

  async getAddress(derivationPath: string, verify: boolean): Promise<string> {
    const { address } = await this.#explained('address', () => {
      const options = { checkOnDevice: verify, returnChainCode: false, skipOpenApp: true }
      return this.#outcome(this.#signer.getAddress(derivationPath, options), () => undefined)
    })
    return checkedAddress(address)
  }

  async signTypedData(
    derivationPath: string,
    typedData: AllowedTypedData,
    onQuestion: OnQuestion,
  ): Promise<Signature> {
    const { UserInteractionRequired: asks } = this.#modules.management
    const { r, s, v } = await this.#explained('sign', () => {
      const action = this.#signer.signTypedData(derivationPath, messageFor(typedData), {
        skipOpenApp: true,
      })
      return this.#outcome(action, (interaction) => {
        if (interaction === asks.Web3ChecksOptIn) onQuestion('transactionCheck')
        if (interaction === asks.SignTypedData) onQuestion('review')
      })
    })
    if (this.#line.watch.hasRefusedHash) throw this.#whyHashed()
    return checkedSignature(r, s, v)
  }

  async close(): Promise<void> {
    try {
      await this.#line.close()
    } catch (cause) {
      // The line is of no use any more either way; the next request opens a new one.
      explainFailure(cause, 'app')
    }
  }

  #outcome<Output, Middle extends DeviceActionIntermediateValue>(
    action: Action<Output, Middle>,
    onInteraction: (interaction: string) => void,
  ): Promise<Output> {
    const { DeviceActionStatus } = this.#modules.management
    return new Promise((resolve, reject) => {
      let asked = ''
      action.observable.subscribe({
        next(state) {
          if (state.status === DeviceActionStatus.Completed) resolve(state.output)
          else if (state.status === DeviceActionStatus.Error) reject(state.error)
          else if (state.status === DeviceActionStatus.Pending) {
            const { requiredUserInteraction }: Interaction = state.intermediateValue
            if (requiredUserInteraction !== asked) onInteraction(requiredUserInteraction)
            asked = requiredUserInteraction
          }
        },
        error: reject,
        complete: () => reject(new Error('the request was dropped')),
      })
    })
  }

  async #explained<T>(step: DeviceStep, call: () => Promise<T>): Promise<T> {
    this.#line.watch.begin()
    try {
      return await call()
    } catch (cause) {
      throw this.#line.watch.lost ?? this.#explain(cause, step)
    }
  }

  #explain(cause: unknown, step: DeviceStep): DeviceFailure {
    const { watch } = this.#line
    if (step === 'sign' && watch.hasRefusedHash) return this.#whyHashed()
    if (watch.refusal !== null) return explainStatus(watch.refusal, step, cause)
    const failure = cause as { readonly errorCode?: unknown; readonly _tag?: unknown }
    const word = String(failure?.errorCode ?? '')
    if (/^[0-9a-f]{4}$/i.test(word)) return explainStatus(Number.parseInt(word, 16), step, cause)
    if (failure?._tag === 'DeviceSessionNotFound') return unplugged(cause)
    return explainFailure(cause, step)
  }

  /** The kit fell back to a bare hash: what the device said to the full message is the reason. */
  #whyHashed(): DeviceFailure {
    const { refusal } = this.#line.watch
    return refusal === null
      ? new DeviceFailure('settingMissing', RAW_MESSAGES_SENTENCE)
      : explainStatus(refusal, 'sign')
  }
}

/** The kit changes nothing in the data, but its types ask for lists that could be. */
const messageFor = ({ domain, types, primaryType, message }: AllowedTypedData) => ({
  domain: { ...domain },
  types: Object.fromEntries(
    Object.entries(types).map(([name, fields]) => [name, fields.map((field) => ({ ...field }))]),
  ),
  primaryType,
  message: { ...message },
})
