import type { DeskId } from '../model/ids.ts'
import type {
  ActionPrepared,
  DeviceQuestionAsked,
  DeviceStateChanged,
  ResumeAnswered,
  SessionApproved,
  SessionDropped,
  SignatureReturned,
  SigningFailed,
} from './device-inputs.ts'
import type {
  CandleClosed,
  CandlesLoaded,
  InstrumentsLoaded,
  QuoteTick,
  VenueStateChanged,
} from './market-inputs.ts'
import type {
  ApprovalDeclined,
  ApprovalGranted,
  CancelRequested,
  CloseRequested,
  InstrumentSwitched,
  KillPressed,
  LeverageRequested,
  LimitsEdited,
  MoveRequested,
  OrderProposed,
  ProtectRequested,
  RequoteRequested,
  ResumeRequested,
  ReverseRequested,
  StrategySwitched,
} from './person-inputs.ts'
import type {
  AccountObserved,
  FillReported,
  ForeignActivityReported,
  FundingReported,
  LeverageReported,
  OrderLookedUp,
  OrderReported,
  SubmissionAnswered,
} from './venue-inputs.ts'

/** Stamped by the loop: the machine's clock and the venue's, epoch ms. */
export interface Stamp {
  readonly tsWallMs: number
  readonly tsMarketMs: number
}

/** The machine slept, or its clock leapt: what was known of the venue is of another time. */
export interface DeskWoke {
  readonly kind: 'deskWoke'
}

/** Once a second of wall time: expiries, staleness, day change, questions that are due. */
export interface HeartbeatTicked {
  readonly kind: 'heartbeatTicked'
}

/** The first input of a data folder: who it belongs to. */
export interface DeskFounded {
  readonly kind: 'deskFounded'
  /** Drawn at random once. */
  readonly deskId: DeskId
  readonly accountAddress: string
  readonly derivationPath: string
}

/** The first input of a process, after the log was folded. */
export interface DeskStarted {
  readonly kind: 'deskStarted'
}

export type InputBody =
  | QuoteTick
  | CandleClosed
  | CandlesLoaded
  | InstrumentsLoaded
  | VenueStateChanged
  | DeviceStateChanged
  | DeviceQuestionAsked
  | AccountObserved
  | OrderProposed
  | ApprovalGranted
  | ApprovalDeclined
  | RequoteRequested
  | CloseRequested
  | ReverseRequested
  | MoveRequested
  | ProtectRequested
  | CancelRequested
  | LeverageRequested
  | StrategySwitched
  | InstrumentSwitched
  | LimitsEdited
  | KillPressed
  | ResumeRequested
  | ResumeAnswered
  | ActionPrepared
  | SignatureReturned
  | SigningFailed
  | SubmissionAnswered
  | OrderReported
  | OrderLookedUp
  | FillReported
  | FundingReported
  | ForeignActivityReported
  | LeverageReported
  | DeskWoke
  | HeartbeatTicked
  | DeskFounded
  | SessionApproved
  | SessionDropped
  | DeskStarted

export interface Input {
  readonly stamp: Stamp
  readonly body: InputBody
}
