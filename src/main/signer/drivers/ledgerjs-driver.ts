import EthModule from '@ledgerhq/hw-app-eth'
import { getAddress } from 'ethers'
import type { Signature } from '#core/model/signature.ts'
import type { AllowedTypedData } from '../allowed-typed-data.ts'
import { DeviceFailure } from '../transports/device-failure.ts'
import type { LedgerJsTransport } from '../transports/ledgerjs-transport.ts'
import { unwrapDefault } from '../transports/ledgerjs-transport.ts'
import type { TransportChoice } from '../transports/transport-choice.ts'
import { openTransport } from '../transports/transport-choice.ts'
import type { DeviceDriver } from './device-driver.ts'
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

const HEX_32 = /^[0-9a-f]{64}$/

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
    const answer = await explained('app', () => this.#transport.send(0xb0, 0x01, 0x00, 0x00))
    const nameLength = answer[1] ?? 0
    const name = answer.subarray(2, 2 + nameLength).toString('latin1')
    if (name === 'Ethereum') return
    if (name === 'BOLOS') {
      throw new DeviceFailure(
        'noApp',
        'No app is open on the Ledger. Open the Ethereum app, then go on.',
      )
    }
    const sentence = `The app "${printable(name)}" is open on the Ledger. Open the Ethereum app, then go on.`
    throw new DeviceFailure('wrongApp', sentence)
  }

  async getAddress(derivationPath: string, verify: boolean): Promise<string> {
    const { address } = await explained('address', () =>
      this.#eth.getAddress(derivationPath, verify, false),
    )
    return explained('address', async () => getAddress(address))
  }

  async signTypedData(derivationPath: string, typedData: AllowedTypedData): Promise<Signature> {
    const message = typedData as unknown as Parameters<Eth['signEIP712Message']>[1]
    const { v, r, s } = await explained('sign', () =>
      this.#eth.signEIP712Message(derivationPath, message),
    )
    if ((v !== 27 && v !== 28) || !HEX_32.test(r) || !HEX_32.test(s)) {
      throw new DeviceFailure('driverFault', 'The Ledger answered something that is no signature.')
    }
    return { r: `0x${r}`, s: `0x${s}`, v }
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

const printable = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 32)
