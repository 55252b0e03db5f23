import type { BacktestSettings } from '#core/backtest/backtest-settings.ts'
import { asRatio } from '#core/money/amount.ts'
import { fromNumber, parseMoney } from '#core/money/decimal.ts'
import type { CandleColumns } from '#core/strategies/candle-view.ts'

/** The rules of the plain loop, as a backtest of the desk takes them. */
export function benchSettings(
  candles: CandleColumns,
  { fee, stop, share }: { readonly fee: number; readonly stop: number; readonly share: number },
): BacktestSettings {
  const none = asRatio(0n)
  return {
    markets: [
      { coin: 'BTC', timeframe: '1m', candles, sizeDecimals: 5, maxLeverage: 1, leverage: 1 },
    ],
    strategy: {
      id: 'sma-cross',
      parameters: { fast: 20, slow: 50 },
      timeframe: '1m',
      warmUpCandles: 0,
      detail: 'sides',
    },
    cash: parseMoney('1000000000'),
    costs: {
      takerFee: fromNumber(fee),
      makerFee: fromNumber(fee),
      fixedFee: parseMoney('0'),
      halfSpread: none,
      slippage: none,
      fundingRate: none,
    },
    sizing: {
      by: 'share',
      share: fromNumber(share),
      isExclusive: true,
      protection: { stop: fromNumber(stop), target: null },
    },
    fill: 'nextOpen',
    end: 'leave',
    hasMaintenance: false,
  }
}
