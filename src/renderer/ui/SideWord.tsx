import './side-word.css'

/** Long or short, buy or sell: word, arrow and colour. */
export function SideWord(props: {
  readonly side: 'buy' | 'sell'
  readonly as: 'order' | 'position'
}) {
  const { side, as } = props
  const words = as === 'order' ? { buy: 'Buy', sell: 'Sell' } : { buy: 'Long', sell: 'Short' }
  return (
    <span className={`side-word side-${side}`}>
      <span aria-hidden="true">{side === 'buy' ? '↑' : '↓'}</span> {words[side]}
    </span>
  )
}
