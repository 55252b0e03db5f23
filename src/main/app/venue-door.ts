import type { VenueAccountView } from '#contract/custody.ts'
import { MAINNET_WORD } from '#contract/custody-words.ts'
import type { Answer, ErrorCode } from '#contract/desk-api.ts'
import type { Mode } from '#core/model/signature.ts'
import type { Clock } from '../runtime/clock.ts'
import type { DeskAccount } from './choose-account.ts'
import { mainnetRuntimeRefusal } from './runtime-check.ts'
import type { RealMode, VenueAccount, VenueAccounts } from './venue-accounts.ts'

export interface VenueDoorOptions {
  /** The venue that is open now. */
  readonly mode: Mode
  /** Whom the log of a venue in this folder was founded for; null where there is none. */
  readonly foundedOf: (mode: RealMode) => DeskAccount | null
  readonly clock: Clock
  readonly accounts: VenueAccounts
  readonly restart: (mode: Mode) => void
  /** Why this program may not trade on mainnet; asked of the runtime without it. */
  readonly runtimeRefusal?: () => string | null
}

/** The way from one venue to another: never without an account that its owner has compared. */
export interface VenueDoor {
  venueAccounts(): readonly VenueAccountView[]
  openVenue(mode: Mode, typedWord: string): Answer<null>
}

const refuse = (message: string, code: ErrorCode = 'notPossible'): Answer<null> => ({
  ok: false,
  error: { code, message },
})

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** What speaks against a venue with this account; null when nothing does. */
function accountRefusal(
  mode: RealMode,
  setUp: VenueAccount | null,
  founded: DeskAccount | null,
): string | null {
  if (setUp === null) {
    return 'No address was compared on the Ledger yet: choose the account and compare it first.'
  }
  if (founded === null || isSame(founded.address, setUp.address)) return null
  return `The ${mode} log of this data folder belongs to ${founded.address}: compare that account, or start with another folder by --data FOLDER.`
}

const REAL_MODES: readonly RealMode[] = ['testnet', 'mainnet']

export function createVenueDoor(options: VenueDoorOptions): VenueDoor {
  const { mode: own, foundedOf, clock, accounts, restart } = options
  const { runtimeRefusal = () => mainnetRuntimeRefusal() } = options

  function viewOf(mode: RealMode): readonly VenueAccountView[] {
    const founded = foundedOf(mode)
    const setUp = accounts.of(mode)
    const account = founded ?? setUp
    if (account === null) return []
    const isCompared = setUp !== null && isSame(setUp.address, account.address)
    const { address, derivationPath } = account
    const comparedMs = isCompared ? setUp.comparedMs : null
    return [{ mode, address, derivationPath, comparedMs, isFounded: founded !== null }]
  }

  function openReal(mode: RealMode, typedWord: string): Answer<null> {
    const setUp = accounts.of(mode)
    const refusal = accountRefusal(mode, setUp, foundedOf(mode))
    if (setUp === null || refusal !== null) return refuse(refusal ?? '')
    if (mode === 'mainnet') {
      const sentence = runtimeRefusal()
      if (sentence !== null) return refuse(sentence)
      if (typedWord.trim() !== MAINNET_WORD) {
        return refuse(`Type ${MAINNET_WORD} to open mainnet.`, 'needsTypedWord')
      }
      accounts.remember(mode, { ...setUp, confirmedMs: Math.floor(clock.wallMs()) })
    }
    restart(mode)
    return { ok: true, value: null }
  }

  return {
    venueAccounts: () => REAL_MODES.flatMap(viewOf),
    openVenue(mode, typedWord) {
      if (mode === own) return refuse('This venue is open already.')
      if (mode !== 'paper') return openReal(mode, typedWord)
      restart(mode)
      return { ok: true, value: null }
    },
  }
}
