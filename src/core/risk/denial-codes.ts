/** What a denial says and what it rests on. `{name:unit}` in the sentence stands for a number. */
export interface DenialRow {
  readonly rule: string
  readonly meaning: string
  readonly sentence: string
  readonly remedy: string
}

/** In the order in which the checks run; the first that fails is the answer. */
export const DENIAL_CODES = {
  NOT_READY: {
    rule: 'V6',
    meaning: 'The desk does not know yet what the account holds, or the instrument.',
    sentence:
      'The venue has not yet said what the account holds, so no entry can be judged. Wait until the venue light is green.',
    remedy: 'Wait until the venue light is green.',
  },
  HALTED: {
    rule: 'R13',
    meaning: 'The desk is halted.',
    sentence: 'Trading is halted: {reason}.',
    remedy: 'Resume with the device; in paper mode by the typed word.',
  },
  REDUCING: {
    rule: 'R13',
    meaning: 'Only exits are let through.',
    sentence: 'Only exits are let through for now: {reason}.',
    remedy: 'Wait until the cause has ended; the risk screen says when.',
  },
  STRATEGY_OFF: {
    rule: 'R13',
    meaning: 'The strategy is switched off.',
    sentence: 'The strategy {strategy} is switched off.',
    remedy: 'Switch it on.',
  },
  INSTRUMENT_OFF: {
    rule: 'R13',
    meaning: 'The instrument is switched off.',
    sentence: '{coin} is switched off.',
    remedy: 'Switch it on.',
  },
  INSTRUMENT_DELISTED: {
    rule: 'V1',
    meaning: 'The venue has taken the instrument off its list.',
    sentence: 'The venue no longer lists {coin}.',
    remedy: 'Trade another instrument; open positions can still be closed.',
  },
  NO_QUOTE: {
    rule: 'V5',
    meaning: 'No price has come, or its two sides cross.',
    sentence: 'There is no usable price of {coin}.',
    remedy: 'Wait for the next quote.',
  },
  QUOTE_STALE: {
    rule: 'V5',
    meaning: 'The newest price is too old.',
    sentence:
      'The newest price of {coin} is {ageMs:count} ms old; at most {maximumMs:count} ms may pass.',
    remedy: 'Wait for the next quote; the status bar shows the age.',
  },
  NO_EQUITY: {
    rule: 'R2',
    meaning: 'The account holds nothing to risk.',
    sentence: 'The account value is {equity:money}.',
    remedy: 'Fund the account.',
  },
  LEVERAGE_TOO_HIGH: {
    rule: 'R3',
    meaning:
      'The leverage that the venue has for the instrument is above the limit or its maximum.',
    sentence:
      'The venue is set to {leverage:count}× for {coin}; at most {maximum:count}× is allowed.',
    remedy: 'Press “Lower to …×” in the order ticket; exits always work.',
  },
  PRICE_OUTSIDE_BAND: {
    rule: 'C5',
    meaning: 'A limit price is worse than the band allows, or too far away for the venue.',
    sentence:
      'The limit of {price:price} is outside {low:price} to {high:price}, the range for a {side} now.',
    remedy: 'Bring the limit nearer to the market.',
  },
  PRICE_LEFT_BAND: {
    rule: 'C5',
    meaning: 'The market has left the band of the offer.',
    sentence:
      'The market is at {mid:price}, outside the band {low:price} to {high:price} of the offer.',
    remedy: 'Ask for a new quote.',
  },
  NO_STOP: {
    rule: 'R2',
    meaning: 'A trade without a stop.',
    sentence: 'There is no stop, and nothing is opened without one.',
    remedy: 'Give a stop; the default lies 2 % away.',
  },
  STOP_WRONG_SIDE: {
    rule: 'R2',
    meaning: 'The stop does not lie where a loss would.',
    sentence: 'The stop of {stop:price} lies on the wrong side of {reference:price} for a {side}.',
    remedy: 'A buy has its stop below the entry, a sell above.',
  },
  TARGET_WRONG_SIDE: {
    rule: 'R7',
    meaning: 'The target does not lie where a gain would.',
    sentence:
      'The target of {target:price} lies on the wrong side of {reference:price} for a {side}.',
    remedy: 'A buy has its target above the worst entry price, a sell below.',
  },
  TRIGGER_OUT_OF_REACH: {
    rule: 'V2',
    meaning: 'The stop or the target is farther from the market than the venue takes.',
    sentence:
      'The {role} of {price:price} is out of reach: the venue takes one from {low:price} to {high:price} now.',
    remedy: 'Look at its digits, or bring it nearer to the market.',
  },
  DAY_LOSS_CAP: {
    rule: 'R1',
    meaning: 'The day has lost what it may.',
    sentence: 'The day has lost {used:money} of the {cap:money} that it may ({capFrom}).',
    remedy: 'Entries go on with the next trading day; exits always work.',
  },
  TRADE_QUOTA: {
    rule: 'R4',
    meaning: 'The day’s number of trades on this timeframe is used up.',
    sentence: '{trades:count} of {maximum:count} trades a day on {quota} are taken on {day}.',
    remedy: 'Wait for the next trading day.',
  },
  DUPLICATE_SIGNAL: {
    rule: 'R5',
    meaning: 'The same signal was let through a short while ago.',
    sentence:
      'The same signal of {strategy} was let through {minutes:count} min ago; it is blocked for {blockMinutes:count} min.',
    remedy: 'None is needed: the position or ticket of the first signal stands.',
  },
  LOW_CONFLUENCE: {
    rule: 'R6',
    meaning: 'The signal’s confluence score is too low.',
    sentence: 'The confluence score is {score:ratio}; at least {minimum:ratio} is needed.',
    remedy: 'None is needed: the parts say what was missing.',
  },
  OPPOSITE_POSITION: {
    rule: 'R3',
    meaning: 'A position or entry on the other side is open.',
    sentence: 'A {open} of {coin} is open; it has to be closed before a {side}.',
    remedy: 'Close first, or use reverse, which does both in turn.',
  },
  TOO_MANY_POSITIONS: {
    rule: 'R3',
    meaning: 'As many positions are open as may be.',
    sentence: '{open:count} of {maximum:count} positions are taken.',
    remedy: 'Close one, or wait.',
  },
  OVER_RISK_PER_TRADE: {
    rule: 'R2',
    meaning: 'The asked size could lose more than one trade may.',
    sentence:
      'At the stop {quantity:quantity} {coin} would lose more than the {allowed:money} that one trade may; at most {largest:quantity} fit.',
    remedy: 'Lower the size, or bring the stop nearer.',
  },
  OVER_DAY_BUDGET: {
    rule: 'R1',
    meaning: 'The asked size could lose more than the day has left.',
    sentence:
      'At the stop {quantity:quantity} {coin} would lose more than the {allowed:money} left for the day; at most {largest:quantity} fit.',
    remedy: 'Lower the size, or wait for the next trading day.',
  },
  OVER_OPEN_RISK: {
    rule: 'R3',
    meaning: 'The asked size takes the open risk over its cap.',
    sentence:
      'At the stop {quantity:quantity} {coin} would lose more than the {allowed:money} that open risk has left; at most {largest:quantity} fit.',
    remedy: 'Lower the size, or tighten the stops of other positions.',
  },
  OVER_POSITION_MARGIN: {
    rule: 'R3',
    meaning: 'The asked size binds more margin than one position may.',
    sentence:
      '{quantity:quantity} {coin} would bind more than the {allowed:money} of margin left for this position; at most {largest:quantity} fit.',
    remedy: 'Lower the size.',
  },
  OVER_GROSS_NOTIONAL: {
    rule: 'R3',
    meaning: 'The asked size takes the gross notional over its cap.',
    sentence:
      '{quantity:quantity} {coin} would be more than the {allowed:money} of gross notional left; at most {largest:quantity} fit.',
    remedy: 'Lower the size, or close other positions.',
  },
  BELOW_MINIMUM: {
    rule: 'R2',
    meaning: 'The size is less than the venue takes.',
    sentence:
      '{quantity:quantity} {coin} ({notional:money}), set by {cap}, is less than the {minimum:money} that the venue takes.',
    remedy: 'Free the named cap, bring the stop nearer, or ask for more.',
  },
  STOP_TOO_FAR: {
    rule: 'R2',
    meaning:
      'A stop is to be moved away from the market, or placed anew farther than the approved one, than the caps on losses allow.',
    sentence:
      'With its stop at {stop:price} {coin} could lose {loss:money}; that makes {reckoned:money} of the {allowed:money} that {cap} allows.',
    remedy: 'Leave the stop nearer, or close a part of the position first.',
  },
} as const satisfies Readonly<Record<string, DenialRow>>

export type DenialCode = keyof typeof DENIAL_CODES

export const DENIAL_CODE_NAMES = Object.keys(DENIAL_CODES) as readonly DenialCode[]
