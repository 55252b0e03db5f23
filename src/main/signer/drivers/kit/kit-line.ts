import type { DeviceManagementKit, TransportFactory } from '@ledgerhq/device-management-kit'
import { DeviceFailure, unplugged } from '../../transports/device-failure.ts'
import { loopbackUrl } from '../../transports/http-transport.ts'
import type { LedgerJsTransport } from '../../transports/ledgerjs-transport.ts'
import type { TransportChoice } from '../../transports/transport-choice.ts'
import { openTransport } from '../../transports/transport-choice.ts'
import { explainOpen } from '../../transports/usb-transport.ts'
import type { LineModel } from './line-transport.ts'
import { kitModel, lineTransportFactory } from './line-transport.ts'
import { explainLine, LineWatch, watchedTransport } from './line-watch.ts'
import type { KitModules } from './load-kit.ts'
import { loadHidTransport, loadSpeculosTransport } from './load-kit.ts'

/** One session of the kit with one device. */
export interface KitLine {
  readonly kit: DeviceManagementKit
  readonly sessionId: string
  readonly watch: LineWatch
  close(): Promise<void>
}

/** node-hid listens to the whole bus, so one kit serves every line on USB. */
let usb: { readonly kit: DeviceManagementKit; readonly watch: LineWatch } | null = null

const build = (modules: KitModules, factory: TransportFactory, watch: LineWatch) =>
  new modules.management.DeviceManagementKitBuilder()
    .addTransport(watchedTransport(factory, watch, modules.either))
    .build()

/** The model of an emulator is not known before it is asked; a touch model is asked every question. */
const EMULATOR_MODEL = 'flex'

interface OpenedKit {
  readonly kit: DeviceManagementKit
  readonly watch: LineWatch
  /** Gives back what belongs to this line alone. */
  release(): Promise<void>
}

function openSpeculos(modules: KitModules, url: string): OpenedKit {
  const watch = new LineWatch()
  const { id } = kitModel(modules, EMULATOR_MODEL)
  const factory = loadSpeculosTransport().speculosTransportFactory(loopbackUrl(url), true, id)
  const kit = build(modules, factory, watch)
  return { kit, watch, release: async () => kit.close() }
}

function buildOver(modules: KitModules, line: LedgerJsTransport, model: LineModel): OpenedKit {
  const watch = new LineWatch()
  const kit = build(modules, lineTransportFactory(line, model, modules), watch)
  const release = async () => {
    kit.close()
    await line.close()
  }
  return { kit, watch, release }
}

function openUsb(modules: KitModules): OpenedKit {
  if (!usb) {
    const watch = new LineWatch()
    usb = { kit: build(modules, loadHidTransport().nodeHidTransportFactory, watch), watch }
  }
  return { ...usb, release: async () => undefined }
}

async function openKit(modules: KitModules, choice: TransportChoice): Promise<OpenedKit> {
  switch (choice.kind) {
    case 'usb':
      return openUsb(modules)
    case 'http':
      return openSpeculos(modules, choice.url)
    case 'practice':
      return buildOver(modules, await openTransport(choice), choice.device.status().model)
    default:
      return buildOver(modules, await openTransport(choice), EMULATOR_MODEL)
  }
}

/** The first device that is there; `unplugged` when there is none. */
function discover(kit: DeviceManagementKit, { streams }: KitModules) {
  const found = kit.startDiscovering({}).pipe(streams.take(1))
  return streams.firstValueFrom(found).catch((cause: unknown) => {
    throw unplugged(cause)
  })
}

const isOpening = (cause: unknown): boolean =>
  typeof cause === 'object' &&
  cause !== null &&
  '_tag' in cause &&
  cause._tag === 'ConnectionOpeningError'

function explainConnect(cause: unknown, kind: TransportChoice['kind']): DeviceFailure {
  if (cause instanceof DeviceFailure) return cause
  if (kind === 'usb' && isOpening(cause)) {
    return explainOpen((cause as { originalError?: unknown }).originalError ?? cause)
  }
  return explainLine(cause)
}

async function connect(
  modules: KitModules,
  { kit, watch, release }: OpenedKit,
  kind: TransportChoice['kind'],
): Promise<KitLine> {
  watch.lost = null
  try {
    const device = await discover(kit, modules)
    // The kit would ask the device every second; the desk leaves it alone while nothing is wanted.
    const sessionRefresherOptions = { isRefresherDisabled: true }
    const sessionId = await kit.connect({ device, sessionRefresherOptions })
    const close = async () => {
      // A session that was lost is closed already; what is left is to let go of the line.
      if (!watch.lost) await kit.disconnect({ sessionId })
      await release()
    }
    return { kit, sessionId, watch, close }
  } catch (cause) {
    await release()
    throw explainConnect(cause, kind)
  }
}

/** Opens a session. Rejects with DeviceFailure. */
export async function openKitLine(modules: KitModules, choice: TransportChoice): Promise<KitLine> {
  return connect(modules, await openKit(modules, choice), choice.kind)
}

/** The same over a line that is open already. */
export const openKitOver = (
  modules: KitModules,
  line: LedgerJsTransport,
  model: LineModel,
): Promise<KitLine> => connect(modules, buildOver(modules, line, model), 'practice')
