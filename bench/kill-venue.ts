import { createServer } from 'node:http'

/** Takes whatever is posted, says when the last byte of it was here, and refuses every cancel. */
const nowMs = (): number => performance.timeOrigin + performance.now()

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const arrivedMs = nowMs()
    const { action } = JSON.parse(Buffer.concat(chunks).toString()) as {
      readonly action: { readonly cancels: readonly unknown[] }
    }
    const statuses = action.cancels.map(() => ({ error: 'Too late or too early.' }))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ status: 'ok', response: { type: 'cancel', data: { statuses } } }))
    process.send?.({ arrivedMs, count: statuses.length })
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
})
