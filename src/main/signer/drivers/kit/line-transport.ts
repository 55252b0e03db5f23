import type { Transport, TransportFactory } from '@ledgerhq/device-management-kit'
import type { LedgerJsTransport } from '../../transports/ledgerjs-transport.ts'
import type { KitModules } from './load-kit.ts'

const IDENTIFIER = 'COUNTERSIGN-LINE'
const DEVICE_ID = 'line'

const MODELS = { nanosp: 'NANO_SP', nanox: 'NANO_X', flex: 'FLEX' } as const
export type LineModel = keyof typeof MODELS

/** The kit's description of a model; it decides which questions the kit asks the device. */
export function kitModel({ management }: KitModules, model: LineModel) {
  const id = management.DeviceModelId[MODELS[model]]
  return new management.StaticDeviceModelDataSource().getDeviceModel({ id })
}

/**
 * A line that is open already, as a transport of the kit: the practice Ledger inside this process,
 * or an emulator's TCP port, which the kit has no transport of its own for.
 */
export function lineTransportFactory(
  line: LedgerJsTransport,
  model: LineModel,
  kit: KitModules,
): TransportFactory {
  const { Left, Right } = kit.either
  const { GeneralDmkError, TransportConnectedDevice } = kit.management
  const deviceModel = kitModel(kit, model)
  const discovered = { id: DEVICE_ID, deviceModel, transport: IDENTIFIER }
  return (): Transport => ({
    getIdentifier: () => IDENTIFIER,
    isSupported: () => true,
    startDiscovering: () => kit.streams.of(discovered),
    stopDiscovering: () => undefined,
    listenToAvailableDevices: () => kit.streams.of([discovered]),
    connect: async ({ onDisconnect }) =>
      Right(
        new TransportConnectedDevice({
          ...discovered,
          type: 'USB',
          sendApdu: async (apdu) => {
            try {
              const answer = await line.exchange(Buffer.from(apdu))
              const data = Uint8Array.from(answer.subarray(0, -2))
              return Right({ data, statusCode: Uint8Array.from(answer.subarray(-2)) })
            } catch (cause) {
              onDisconnect(DEVICE_ID)
              return Left(new GeneralDmkError(cause))
            }
          },
        }),
      ),
    disconnect: async () => {
      await line.close()
      return Right(undefined)
    },
  })
}
