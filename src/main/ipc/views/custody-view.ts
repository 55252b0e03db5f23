import type { CustodyView, SessionView } from '#contract/custody-views.ts'
import type { DriverSetting } from '#contract/driver-setting.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { SessionStatus } from '../../session/trading-session.ts'

/** What the screen of keys shows beside the engine's state. */
export interface CustodyAround {
  readonly session: () => SessionStatus
  readonly driver: () => { readonly setting: DriverSetting; readonly isFixed: boolean }
}

/** The request ids of what the screen of keys asks of the device begin so. */
export const CUSTODY_REQUEST = 'custody '

function sessionView({ book }: DeskState, status: SessionStatus): SessionView {
  const { stage, agentAddress, agentName, validUntilMs, problem } = status
  return {
    stage,
    agentAddress,
    agentName,
    validUntilMs,
    problem,
    startedMs: stage === 'active' ? (book.session?.startedWallMs ?? null) : null,
    isEnding: book.session?.isEnding ?? false,
    lastEnding: book.sessionEnding,
  }
}

export function custodyView(state: DeskState, around: CustodyAround): CustodyView {
  const asked = state.market.deviceQuestion
  return {
    accountAddress: state.book.accountAddress,
    derivationPath: state.book.derivationPath,
    session: sessionView(state, around.session()),
    driver: around.driver(),
    deviceQuestion: asked?.requestId.startsWith(CUSTODY_REQUEST) ? asked.question : null,
  }
}

/** For a desk without a session, as the command line and the simulation have it. */
export const NO_CUSTODY: CustodyAround = {
  session: () => ({
    stage: 'none',
    agentAddress: null,
    agentName: null,
    validUntilMs: null,
    problem: null,
  }),
  driver: () => ({ setting: 'automatic', isFixed: true }),
}
