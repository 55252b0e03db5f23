// One book of 20 levels a side, pushed to a page as the desk does it and as an object.
const { app, BrowserWindow, ipcMain } = require('electron')
const { join } = require('node:path')

const wordAfter = (name) => process.argv[process.argv.indexOf(name) + 1]
const { encodeBook } = require(wordAfter('--book-push'))
app.setPath('userData', wordAfter('--data'))

const SCALE = 100_000_000n
const levels = (first, step) =>
  Array.from({ length: 20 }, (_unused, index) => ({
    price: (first + step * BigInt(index)) * SCALE,
    size: 12_345_678n + 7_919_000n * BigInt(index),
  }))
const book = {
  coin: 'BTC',
  tsEventMs: 1_767_600_000_000,
  bids: levels(20_571n, -1n),
  asks: levels(20_572n, 1n),
}

const text = (scaled) => `${scaled / SCALE}.${String(scaled % SCALE).padStart(8, '0')}`
const asTexts = (side) => side.map(({ price, size }) => ({ price: text(price), size: text(size) }))
// made once: only its way to the page is measured
const object = {
  coin: book.coin,
  tsEventMs: book.tsEventMs,
  bids: asTexts(book.bids),
  asks: asTexts(book.asks),
}

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 800,
    height: 600,
    webPreferences: { sandbox: true, preload: join(__dirname, 'preload.cjs') },
  })
  ipcMain.on('push', (event, kind, count) => {
    for (let one = 0; one < count; one += 1) {
      event.sender.send('book', 'BTC', kind === 'row' ? encodeBook(book) : object)
    }
  })
  window.loadFile(join(__dirname, 'index.html'))
})
app.on('window-all-closed', () => app.quit())
