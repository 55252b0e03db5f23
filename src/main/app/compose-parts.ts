import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DriverSetting } from '#contract/driver-setting.ts'
import type { Mode } from '#core/model/signature.ts'
import type { Clock } from '../runtime/clock.ts'
import type { LedgerSigner } from '../signer/ledger-signer.ts'
import { createLedgerSigner } from '../signer/ledger-signer.ts'
import type { TransportChoice } from '../signer/transports/transport-choice.ts'
import { foundedAccount } from '../store/founded-account.ts'
import type { Store } from '../store/open-store.ts'
import { openStore } from '../store/open-store.ts'
import { VENUE_ENDPOINTS } from '../venues/hyperliquid/check-endpoints.ts'
import type { HyperliquidVenue } from '../venues/hyperliquid/hyperliquid-venue.ts'
import { createHyperliquidVenue } from '../venues/hyperliquid/hyperliquid-venue.ts'
import type { AssembleOptions } from './assemble-desk.ts'
import type { DeskAccount } from './choose-account.ts'
import { chooseAccount, FIRST_PATH } from './choose-account.ts'
import { composeDeviceControls } from './compose-custody.ts'
import type { PaperSide } from './compose-paper.ts'
import { preparePaperSide, tryLiveFeed } from './compose-paper.ts'
import type { SessionSide } from './compose-session.ts'
import { composeSession } from './compose-session.ts'
import type { PaperControls } from './desk-handlers.ts'
import type { DeskLogger } from './desk-log.ts'
import { wantsLivePrices } from './preferences-file.ts'
import type { SignerSwitch, Switches } from './switches.ts'
import { openVenueAccounts } from './venue-accounts.ts'
import type { VenueDoor } from './venue-door.ts'
import { createVenueDoor } from './venue-door.ts'
import { writeVenueLog } from './write-venue-log.ts'

export interface PartsOptions {
  readonly switches: Switches
  readonly dataFolder: string
  readonly clock: Clock
  readonly log: DeskLogger
  /** What goes to the venue and comes from it; `log` where it has no file of its own. */
  readonly apiLog?: DeskLogger
  readonly driver: () => DriverSetting
  /** The practice Ledger's screen changed. */
  readonly onScreen: () => void
  /** Ends the program and starts it again on another venue. */
  readonly restart: (mode: Mode) => void
}

type PortOptions = Pick<
  AssembleOptions,
  | 'venue'
  | 'signer'
  | 'store'
  | 'accountAddress'
  | 'derivationPath'
  | 'surroundings'
  | 'practiceLedger'
  | 'paper'
  | 'onStep'
>

export interface DeskParts {
  readonly ports: PortOptions
  readonly sessionSide: SessionSide
  readonly deviceControls: ReturnType<typeof composeDeviceControls>
  readonly venueDoor: VenueDoor
  /** The database, for those who read beside the desk. */
  readonly storeFile: string
  close(): Promise<void>
}

/** The buttons on the screen are those of the practice Ledger inside the desk and of no other. */
const controlsFor = ({ controls }: PaperSide, { kind }: TransportChoice): PaperControls =>
  kind === 'practice' ? controls : { ...controls, pressButton: null }

/**
 * The signer's line by mode. The practice Ledger exists in paper mode alone, and mainnet takes USB
 * and nothing else, whatever the switches say.
 */
export function transportFor(switches: Switches, paper: PaperSide | null): TransportChoice {
  const { mode, signer } = switches
  if (mode === 'mainnet' || signer.kind === 'usb') return { kind: 'usb' }
  if (signer.kind === 'tcp') return { kind: 'tcp', port: signer.port }
  if (signer.kind === 'http') return { kind: 'http', url: signer.url }
  if (paper === null) {
    throw new Error(
      'The practice Ledger trades on paper only: connect a Ledger and use --signer usb.',
    )
  }
  return { kind: 'practice', device: paper.device }
}

function createSigner(
  mode: Mode,
  clock: Clock,
  transport: TransportChoice,
  driver: () => DriverSetting,
  account: () => DeskAccount | null,
  instruments: () => ReturnType<HyperliquidVenue['instruments']>,
): LedgerSigner {
  const options = {
    clock,
    driver,
    account: () => account()?.address ?? null,
    derivationPath: () => account()?.derivationPath ?? FIRST_PATH,
    instruments,
  }
  if (mode === 'mainnet') {
    if (transport.kind !== 'usb') throw new Error('On mainnet only a Ledger on USB may sign.')
    return createLedgerSigner({ ...options, mode, transport })
  }
  return createLedgerSigner({ ...options, mode, transport })
}

/** The line to the Ledger of a venue that is not open now: an emulator where one was named, else USB. */
function lineOfVenue(
  { signer, ...switches }: Switches,
  mode: 'testnet' | 'mainnet',
): TransportChoice {
  const named: SignerSwitch = signer.kind === 'practice' ? { kind: 'usb' } : signer
  return transportFor({ ...switches, mode, signer: named }, null)
}

const DEVICE_NAMES: Record<TransportChoice['kind'], string> = {
  practice: 'Practice Ledger',
  usb: 'Ledger',
  tcp: 'Ledger emulator',
  http: 'Ledger emulator',
}

/**
 * Opens the store, the signer and the venue of a mode. Rejects with one plain sentence when one of
 * them cannot be had; what was opened is closed again.
 */
export async function composeParts(options: PartsOptions): Promise<DeskParts> {
  const { switches, dataFolder, clock, log } = options
  const { mode } = switches
  const paper = mode === 'paper' ? await preparePaper(options) : null
  if (paper?.note) log.info(paper.note)
  const folder = paper?.folder ?? join(dataFolder, mode)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const storeFile = join(folder, 'desk.sqlite')
  const store = openStore({
    file: storeFile,
    mode,
    clock,
    onSlowCommit: ({ durationMs }) => log.warn(`a commit took ${Math.round(durationMs)} ms`),
  })
  try {
    return { ...(await openParts(options, paper, store)), storeFile }
  } catch (cause) {
    store.close()
    await paper?.close()
    throw cause
  }
}

async function preparePaper(options: PartsOptions): Promise<PaperSide> {
  const { switches, dataFolder, clock, log, onScreen } = options
  const hasLivePrices = wantsLivePrices(join(dataFolder, 'preferences.json'), switches)
  const live = hasLivePrices ? await tryLiveFeed({ clock, log: log.info }) : null
  return preparePaperSide(switches, dataFolder, clock, onScreen, live)
}

function foundedWith(store: Store): DeskAccount | null {
  for (const { body } of store.readAll()) {
    if (body.type !== 'DeskCreated') return null
    return { address: body.accountAddress, derivationPath: body.derivationPath }
  }
  return null
}

async function openParts(
  options: PartsOptions,
  paper: PaperSide | null,
  store: Store,
): Promise<Omit<DeskParts, 'storeFile'>> {
  const { switches, dataFolder, clock, log, apiLog, driver, onScreen, restart } = options
  const { mode } = switches
  const accounts = openVenueAccounts(join(dataFolder, 'accounts.json'), log.warn)
  const transport = transportFor(switches, paper)
  let account: DeskAccount | null = null
  let venue: HyperliquidVenue | null = null
  const device = createSigner(
    mode,
    clock,
    transport,
    driver,
    () => account,
    () => venue?.instruments() ?? [],
  )
  const chosen = await chooseAccount({ founded: foundedWith(store), device, mode, accounts })
  account = chosen
  const exchange = (await paper?.open(chosen.address)) ?? null
  const address =
    mode === 'paper'
      ? exchange && { httpUrl: exchange.url, wsUrl: exchange.wsUrl }
      : VENUE_ENDPOINTS[mode]
  if (address === null) throw new Error('The paper exchange did not start.')
  venue = createHyperliquidVenue({
    mode,
    httpUrl: address.httpUrl,
    wsUrl: address.wsUrl,
    accountAddress: chosen.address,
    clock,
    log: writeVenueLog(apiLog ?? log),
    ...(paper ? { marketSpeed: () => paper.feed().speed ?? 1 } : {}),
  })
  const readyVenue = venue
  const sessionSide = composeSession({
    mode,
    clock,
    device,
    venue: () => readyVenue,
    warn: log.warn,
    onChange: onScreen,
  })
  const deviceControls = composeDeviceControls({
    own: { device, line: transport.kind, address: () => chosen.address },
    clock,
    driver,
    accounts,
    lineFor: (target) => lineOfVenue(switches, target),
  })
  return {
    sessionSide,
    deviceControls,
    venueDoor: createVenueDoor({
      mode,
      foundedOf: (other) => foundedAccount(join(dataFolder, other, 'desk.sqlite')),
      clock,
      accounts,
      restart,
    }),
    ports: {
      venue,
      signer: sessionSide.signer,
      store,
      accountAddress: chosen.address,
      derivationPath: chosen.derivationPath,
      surroundings: {
        deviceName: DEVICE_NAMES[transport.kind],
        feed: () =>
          paper?.feed() ?? { kind: 'live', speed: null, isFinished: false, label: 'Live prices' },
        isAutopilotOn: () => paper?.isAutopilotOn() ?? false,
        hasAutopilot: paper !== null,
      },
      practiceLedger: () =>
        transport.kind === 'practice' ? (paper?.practiceLedger() ?? null) : null,
      paper: paper && controlsFor(paper, transport),
      onStep: (state, isLoud, enqueue) => paper?.onStep(state, isLoud, enqueue),
    },
    async close() {
      await deviceControls.close()
      await paper?.close()
    },
  }
}
