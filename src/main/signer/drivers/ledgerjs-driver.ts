import EthModule from '@ledgerhq/hw-app-eth'
import type { Signature } from '#core/model/signature.ts'
import type { AllowedTypedData } from '../allowed-typed-data.ts'
import type { LedgerJsTransport } from '../transports/ledgerjs-transport.ts'
import { unwrapDefault } from '../transports/ledgerjs-transport.ts'
import type { TransportChoice } from '../transports/transport-choice.ts'
import { openTransport } from '../transports/transport-choice.ts'
import { checkAppName, checkedAddress, checkedSignature } from './device-answers.ts'
import type { DeviceDriver, OnQuestion } from './device-driver.ts'
import type { DeviceStep } from './explain-failure.ts'
import { explainFailure } from './explain-failure.ts'

const Eth = unwrapDefault(EthModule)
type Eth = InstanceType<typeof Eth>

/** Every service of Ledger's is switched off: the driver never leaves the machine. */
const NO_SERVICES = {
  calServiceURL: null,
  cryptoassetsBaseURL: null,
  pluginBaseURL: null,
  nftExplorerBaseURL: null,
}

/** hw-app-eth in full-message mode over any of the transports. */
export class LedgerJsDriver implements DeviceDriver {
  readonly name = 'ledgerjs'
  readonly #transport: LedgerJsTransport
  readonly #eth: Eth

  constructor(transport: LedgerJsTransport) {
    this.#transport = transport
    this.#eth = new Eth(transport as unknown as ConstructorParameters<typeof Eth>[0])
    this.#eth.setLoadConfig(NO_SERVICES as unknown as Parameters<Eth['setLoadConfig']>[0])
  }

  /** Rejects with DeviceFailure. */
  static async open(choice: TransportChoice): Promise<LedgerJsDriver> {
    return new LedgerJsDriver(await explained('app', () => openTransport(choice)))
  }

  async checkApp(): Promise<void> {
    checkAppName(await explained('app', () => this.#transport.send(0xb0, 0x01, 0x00, 0x00)))
  }

  async getAddress(derivationPath: string, verify: boolean): Promise<string> {
    const { address } = await explained('address', () =>
      this.#eth.getAddress(derivationPath, verify, false),
    )
    return checkedAddress(address)
  }

  async signTypedData(
    derivationPath: string,
    typedData: AllowedTypedData,
    onQuestion: OnQuestion,
  ): Promise<Signature> {
    onQuestion('review')
    const message = typedData as unknown as Parameters<Eth['signEIP712Message']>[1]
    const { v, r, s } = await explained('sign', () =>
      this.#eth.signEIP712Message(derivationPath, message),
    )
    return checkedSignature(`0x${r}`, `0x${s}`, v)
  }

  async close(): Promise<void> {
    try {
      await this.#transport.close()
    } catch (cause) {
      // The line is of no use any more either way; the next request opens a new one.
      explainFailure(cause, 'app')
    }
  }
}

async function explained<T>(step: DeviceStep, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    throw explainFailure(cause, step)
  }
}
