import './amount.css'
import { use } from 'react'
import { MARK } from './amount-text.ts'
import { Discreet } from './discreet.ts'
import { pricePlaces, shownDigits, signOfText } from './exact-decimal.ts'

interface AmountProps {
  /** Exact decimal text; null is "not known". */
  readonly value: string | null
  readonly places: number
  readonly before?: string
  readonly after?: string
  /** Profit and loss: sign, arrow and colour. */
  readonly isSigned?: boolean
  /** A positive figure that means a loss or a gain: "loss at stop". */
  readonly means?: 'loss' | 'gain'
  readonly name?: string
  /** Says how much somebody has; a price does not. */
  readonly isPrivate?: boolean
}

const MEANING = { loss: 'minus', gain: 'plus' } as const
const ARROW = { plus: '▲', minus: '▼', zero: '' }

/**
 * An amount as people read it. The exact text stays in `title` and in `data-exact`; what is shown
 * is cut, never rounded up.
 */
export function Amount(props: AmountProps) {
  const { value, places, before = '', after = '', isSigned = false, means, name } = props
  const isHidden = use(Discreet) && (props.isPrivate ?? false)
  if (value === null) {
    return (
      <span className="amount amount-unknown" title="not known" data-name={name}>
        –
      </span>
    )
  }
  if (isHidden) {
    return (
      <span className="amount amount-hidden" role="img" aria-label="hidden" data-name={name}>
        •••
      </span>
    )
  }
  const ownSign = signOfText(value)
  const sign = means === undefined || ownSign !== 'plus' ? ownSign : MEANING[means]
  const isToned = isSigned || means !== undefined
  const mark = isToned ? MARK[sign] : sign === 'minus' ? MARK.minus : ''
  return (
    <data
      className={isToned ? `amount amount-${sign}` : 'amount'}
      value={value}
      title={`${before}${value}${after}`}
      data-exact={value}
      data-name={name}
    >
      {isToned && sign !== 'zero' ? (
        <span className="amount-arrow" aria-hidden="true">
          {ARROW[sign]}
        </span>
      ) : null}
      {`${mark}${before}${shownDigits(value, places)}${after}`}
    </data>
  )
}

interface MoneyProps {
  readonly value: string | null
  readonly isSigned?: boolean
  readonly means?: 'loss' | 'gain'
  readonly name?: string
}

/** US dollars, to the cent. */
export function Dollars(props: MoneyProps) {
  return <Amount {...props} places={2} before="$" isPrivate />
}

interface PriceProps {
  readonly value: string | null
  readonly sizeDecimals: number
  /** A middle or an average lies between two legal prices: one digit more. */
  readonly isBetweenTicks?: boolean
  readonly name?: string
}

export function Price({ value, sizeDecimals, isBetweenTicks = false, name }: PriceProps) {
  const places = value === null ? 0 : pricePlaces(value, sizeDecimals) + (isBetweenTicks ? 1 : 0)
  return <Amount value={value} places={places} {...(name === undefined ? {} : { name })} />
}

interface QuantityProps {
  readonly value: string | null
  readonly sizeDecimals: number
  readonly unit?: string
  readonly name?: string
}

export function Quantity({ value, sizeDecimals, unit, name }: QuantityProps) {
  return (
    <Amount
      value={value}
      places={sizeDecimals}
      isPrivate
      after={unit === undefined ? '' : ` ${unit}`}
      {...(name === undefined ? {} : { name })}
    />
  )
}
