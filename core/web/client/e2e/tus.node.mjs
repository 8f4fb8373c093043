// The official client against our server, over whatever line it is given:
// sends one file by tus and prints what it learned as one line of JSON.
// Run by core/upload/tus_client_test.go, which spoils the line.
import { readFileSync } from 'node:fs'
import * as tus from 'tus-js-client'

const need = (name) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

const statuses = {}
let retries = 0

const upload = new tus.Upload(readFileSync(need('TUS_FILE')), {
  endpoint: need('TUS_ENDPOINT'),
  chunkSize: Number(process.env.TUS_CHUNK) || Infinity,
  retryDelays: Array.from({ length: 60 }, () => 150),
  metadata: { filename: need('TUS_NAME'), sha256: need('TUS_SHA256') },
  headers: { Host: need('TUS_HOST'), Authorization: `Bearer ${need('TUS_TOKEN')}` },
  onAfterResponse: (request, response) => {
    const key = `${request.getMethod()} ${response.getStatus()}`
    statuses[key] = (statuses[key] ?? 0) + 1
  },
  onShouldRetry: (error) => {
    retries++
    const status = error.originalResponse?.getStatus() ?? 0
    return status < 400 || status >= 500 || status === 409 || status === 423
  },
  onError: (error) => {
    console.error(String(error))
    process.exit(1)
  },
  onSuccess: () => {
    console.log(JSON.stringify({ url: upload.url, retries, statuses }))
  },
})
upload.start()
