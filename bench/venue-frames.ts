/** Frames as the venue writes them, made of a counter so that no two are alike. */

const price = (index: number, depth: number): string =>
  (60_000 + (index % 977) / 10 + depth / 10).toFixed(1)

const side = (index: number, sign: 1 | -1) =>
  Array.from({ length: 20 }, (_, depth) => ({
    px: price(index, sign * (depth + 1)),
    sz: (0.01 + ((index * 31 + depth * 17) % 9_999) / 1_000).toFixed(5),
    n: 1 + ((index + depth) % 9),
  }))

export const bookFrame = (coin: string, index: number, timeMs: number): string =>
  JSON.stringify({
    channel: 'l2Book',
    data: { coin, time: timeMs, levels: [side(index, -1), side(index, 1)] },
  })

export const tradesFrame = (coin: string, index: number, timeMs: number): string =>
  JSON.stringify({
    channel: 'trades',
    data: Array.from({ length: 5 }, (_, place) => ({
      coin,
      side: (index + place) % 2 === 0 ? 'B' : 'A',
      px: price(index, place),
      sz: (0.001 * (1 + ((index + place) % 500))).toFixed(5),
      time: timeMs,
      hash: `0x${index.toString(16).padStart(64, '0')}`,
      tid: 1_000_000_000 + index * 5 + place,
      users: [`0x${'a'.repeat(40)}`, `0x${'b'.repeat(40)}`],
    })),
  })

export const midsFrame = (index: number): string =>
  JSON.stringify({
    channel: 'allMids',
    data: {
      mids: Object.fromEntries(
        Array.from({ length: 200 }, (_, coin) => [`COIN${coin}`, price(index, coin)]),
      ),
    },
  })
